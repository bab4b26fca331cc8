import Classifiers
import Features
import Imaging
import SystemPackage
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite(
    "What is written by projects of ilastik",
    .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence))
)
struct IlastikOutputsTests {
    /// ilastik's probabilities, and what follows from them by its rules: classes from 1, what the margin leaves of 1, bytes.
    private static let script = """
        import h5py, numpy, sys, tifffile
        shares, classes, uncertainty, features, exported = map(tifffile.imread, sys.argv[2:7])
        expected = numpy.moveaxis(tifffile.imread(sys.argv[1]).reshape(classes.shape + (-1,)), -1, 0)
        # (Z, C, Y, X) to channels first.
        shares, exported, features = (numpy.moveaxis(map, -3, 0) for map in (shares, exported, features))
        ordered = numpy.sort(expected, 0)
        rule = lambda found, wanted: (numpy.abs(found - wanted) >= 0.015).mean() < 0.001
        print(
            rule(shares, expected), rule(uncertainty, 1 - (ordered[-1] - ordered[-2])),
            (classes != expected.argmax(0) + 1).sum(),
            numpy.array_equal(uncertainty, 1 - (numpy.sort(shares, 0)[-1] - numpy.sort(shares, 0)[-2])),
            numpy.array_equal(exported, (shares * numpy.float32(255)).astype("uint8")), features.shape[0],
        )
        # The features are called as the project calls them, in its order.
        stored = h5py.File(sys.argv[7], "r")["PixelClassification/ClassifierForests/feature_names"][:]
        with tifffile.TiffFile(sys.argv[5]) as file: labels = file.imagej_metadata["Labels"]
        print(labels[:len(stored)] == [name.decode() for name in stored])
        """

    @Test(
        "follows from ilastik's own probabilities",
        arguments: [("PixelClass", "Data_1channel", "YX"), ("PixelClass3D", "Data_3D", "ZYX")]
    )
    func outputs(name: String, image: String, axes: String) throws {
        let project = try IlastikProject(bytes: try SharedMaterial.bytes("ilastik/\(name).ilp"))
        let classifier = try Classifier(project)
        let bench = try StripBench()
        let outputs: [OutputKind] = [.classes, .probabilities, .uncertainty, .features]
        func result(_ outputs: [OutputKind], _ export: ValueExport? = nil, rows: Int? = nil) throws -> [[UInt8]] {
            try bench.result(
                SharedMaterial.path("ilastik/\(image).tif"),
                project: classifier,
                steps: [],
                foreground: nil,
                axes: axes,
                export: export,
                outputs: outputs,
                rows: rows
            ).files
        }
        let files = try result(outputs)
        let bytes = ValueExport(type: .uint8, scale: .init(from: .init(0, 1), to: .init(0, 255)))
        let exported = try result([.probabilities], bytes)
        if axes == "YX" {
            let isSame = try result(outputs, rows: 30) == files
            #expect(isSame)
        }
        let folder = try TemporaryFolder()
        let paths = try ([files[1], files[0]] + files[2...] + exported).enumerated().map {
            try folder.write($1, to: "\($0).tif").string
        }
        let ilp = SharedMaterial.path("ilastik/\(name).ilp")
        let expected = SharedMaterial.path("ilastik/\(name)_probabilities.tif")
        let said = try GoldenArray.output(of: Self.script, arguments: [expected] + paths + [ilp])
        let words = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        let count = classifier.plan.outputs.count
        #expect(words == ["True", "True", "0", "True", "True", "\(count)", "True"], "\(words)")
    }
}
