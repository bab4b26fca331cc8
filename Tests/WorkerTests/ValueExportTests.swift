import Foundation
import Imaging
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Probabilities in another type and range")
struct ValueExportTests {
    /// NumPy's own arithmetic in float32, as ilastik's export has it, on the float32 file.
    private static let script = """
        import numpy, sys, tifffile
        plain, found = tifffile.imread(sys.argv[1]), tifffile.imread(sys.argv[2])
        low, high, first, last = map(float, sys.argv[4].split(","))
        factor = numpy.float32((numpy.float64(last) - numpy.float64(first)) / (numpy.float64(high) - numpy.float64(low)))
        expected = numpy.asarray(numpy.float32(first) + (plain - numpy.float32(low)) * factor, sys.argv[3])
        assert expected.dtype == found.dtype, (expected.dtype, found.dtype)
        with tifffile.TiffFile(sys.argv[2]) as file: told = file.imagej_metadata
        print(numpy.array_equal(found, expected), len(numpy.unique(found)) > 5, told["min"], told["max"])
        """

    @Test(
        "is what NumPy makes of the float32 file, as a whole and by strips",
        arguments: [
            ("uint8", [0, 1, 0, 255]), ("uint16", [0, 1, 0, 65_535]), ("uint32", [0, 1, 7, 100_000]),
            ("float32", [0, 1, -1, 1]), ("uint8", [0.0, 1.0, 200, 3]), ("uint16", [-0.5, 1.5, 10, 4000]),
        ] as [(String, [Double])]
    )
    func numpy(type: String, limits: [Double]) throws {
        let fixture = try GoldenFixture("tissue")
        let bench = try StripBench()
        let outputs: [OutputKind] = [.probabilities, .uncertainty]
        func result(_ export: ValueExport?, rows: Int?) throws -> StripBench.Result {
            try bench.result(
                fixture.path("input.tif"),
                classifier: fixture.classifierText(),
                export: export,
                outputs: outputs,
                rows: rows
            )
        }
        let export = ValueExport(
            type: try #require(PixelType(rawValue: type)),
            scale: .init(from: .init(limits[0], limits[1]), to: .init(limits[2], limits[3]))
        )
        let (plain, whole) = (try result(nil, rows: nil), try result(export, rows: nil))
        let isSame = try result(export, rows: 7) == whole
        #expect(isSame)
        #expect(whole.report.outputs.allSatisfy { $0.form?.pixelType == export.type })
        let folder = try TemporaryFolder()
        for index in outputs.indices {
            let files = [("plain", plain.files[index]), ("found", whole.files[index])]
            let paths = try files.map { try folder.write($0.1, to: "\(index)_\($0.0).tif").string }
            let numbers = limits.map { "\($0)" }.joined(separator: ",")
            let said = try GoldenArray.output(of: Self.script, arguments: paths + [type, numbers])
            let words = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
            let shown = [limits[2], limits[3]].sorted()
            #expect(words[..<2] == ["True", "True"] && words[2...].map { Double($0) } == shown, "\(words)")
        }
    }

    @Test("cuts whole numbers off, keeps to the type, and has no number for NaN")
    func edges() {
        let bytes = ValueExport(type: .uint8, scale: .init(from: .init(0, 1), to: .init(0, 255)))
        let values: [Float] = [0, 0.5, 0.999, 1, 1.5, -1, .nan, .infinity]
        #expect(bytes.pixels(values) == .uint8([0, 127, 254, 255, 255, 0, 0, 255]))
        let long = ValueExport(type: .uint32, scale: .init(from: .init(0, 1), to: .init(0, 4_294_967_295)))
        #expect(long.pixels([0, 0.5, 1]) == .uint32([0, 2_147_483_648, 4_294_967_295]))
        #expect(ValueExport(type: .float32).pixels([0.25]) == .float32([0.25]))
    }
}
