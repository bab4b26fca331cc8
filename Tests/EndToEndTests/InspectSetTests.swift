import Foundation
import TestSupport
import Testing

@Suite("inspect of a file of a set")
struct InspectSetTests {
    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        let script = """
            import sys, numpy, tifffile
            data = numpy.arange(480, dtype='uint16').reshape(2, 12, 20)
            parts = ''.join(
                f'<TiffData FirstC="{c}" IFD="0" PlaneCount="1"><UUID FileName="x_C{c}.ome.tif">urn:uuid:{c}</UUID></TiffData>'
                for c in range(2))
            for c in range(2):
                text = (f'<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:{c}"><Image>'
                        f'<Pixels DimensionOrder="XYCZT" SizeC="2" SizeZ="1" SizeT="1">{parts}</Pixels></Image></OME>')
                tifffile.imwrite(f'{sys.argv[1]}/x_C{c}.ome.tif', data[c], metadata=None, photometric='minisblack',
                                 description=text)
            """
        _ = try GoldenArray.output(of: script, arguments: [home.url.path])
    }

    private func inspect(_ name: String, _ options: [String] = []) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["inspect"] + options + [home.appending(name)], home: home.url)
    }

    @Test("describes the whole image, and names its files")
    func whole() throws {
        for (name, files) in [
            ("x_C0.ome.tif", "x_C0.ome.tif, x_C1.ome.tif"), ("x_C1.ome.tif", "x_C1.ome.tif, x_C0.ome.tif"),
        ] {
            let result = try inspect(name, ["--pixels"])
            #expect(result.output.contains("CYX, 2 × 12 × 20"), "\(result.output)\(result.errors)")
            #expect(result.output.contains("files       \(files)"), "\(result.output)")
        }
        let told = try inspect("x_C0.ome.tif", ["--json"]).output
        let value = try JSONSerialization.jsonObject(with: Data(told.utf8)) as? [String: Any]
        #expect(value?["files"] as? [String] == ["x_C0.ome.tif", "x_C1.ome.tif"])
    }

    @Test("says which file is missing, and opens none outside the folder")
    func missing() throws {
        try FileManager.default.removeItem(atPath: home.appending("x_C1.ome.tif"))
        let alone = try inspect("x_C0.ome.tif")
        #expect(alone.errors.contains("incomplete_series") && alone.errors.contains("not there: x_C1.ome.tif"))
        // A link out of the folder is not followed, wherever it leads.
        try TemporaryFolder.with { outside in
            let target = outside.url.path + "/x.tif"
            try FileManager.default.copyItem(atPath: home.appending("x_C0.ome.tif"), toPath: target)
            try FileManager.default.createSymbolicLink(
                atPath: home.appending("x_C1.ome.tif"),
                withDestinationPath: target
            )
            let linked = try inspect("x_C0.ome.tif")
            #expect(linked.errors.contains("not there: x_C1.ome.tif"), "\(linked.errors)")
        }
    }
}
