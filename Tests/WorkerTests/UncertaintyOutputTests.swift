import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("The uncertainty of pixels")
struct UncertaintyOutputTests {
    @Test(
        "is what remains between the two largest probabilities of APOC's file",
        arguments: ["tissue", "nuclei_uint16", "time_and_slices", "nuclei_probability"]
    )
    func golden(name: String) throws {
        let fixture = try GoldenFixture(name)
        let isMapper = fixture.golden.kind == "ProbabilityMapper"
        let outputs: [OutputKind] = [.probabilities, .uncertainty]
        let result = try StripBench().result(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            foreground: isMapper ? .threshold(0.4) : .positiveClass(2),
            outputs: outputs
        )
        let folder = try TemporaryFolder()
        let paths = try zip(outputs, result.files).map { try folder.write($1, to: "x_\($0).tif").string }
        let script = """
            import numpy, sys, tifffile
            with tifffile.TiffFile(sys.argv[1]) as file:
                series = file.series[0]
                shares = series.asarray()
                if "C" in series.axes: shares = numpy.moveaxis(shares, series.axes.index("C"), 0)
                else: shares = numpy.stack([shares, 1 - shares])
            found = tifffile.imread(sys.argv[2])
            two = numpy.sort(shares.astype(float), axis=0)[-2:]
            assert found.dtype == numpy.float32 and found.shape == shares.shape[1:], found.shape
            print(numpy.abs(found - (1 - (two[1] - two[0]))).max() < 1e-6, found.min() < 0.2 < 0.8 < found.max())
            """
        let said = String(decoding: try GoldenArray.output(of: script, arguments: paths), as: UTF8.self)
        #expect(said.split(separator: "\n").first == "True True", "\(said)")
    }
}
