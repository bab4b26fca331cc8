import Classifiers
import Features
import Forests
import Imaging
import SystemPackage
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("Features as an image")
struct FeaturesOutputTests {
    @Test(
        "are APOC's own stack to the bit, in the order of the forest's inputs",
        arguments: ["tissue", "two_channels"]
    )
    func apoc(name: String) throws {
        let fixture = try GoldenFixture(name)
        let isTwo = name == "two_channels"
        let bench = try StripBench()
        func result(_ rows: Int?, _ outputs: [OutputKind] = [.features]) throws -> StripBench.Result {
            try bench.result(
                fixture.path("input.tif"),
                classifier: fixture.classifierText(),
                axes: isTwo ? "CYX" : nil,
                outputs: outputs,
                rows: rows
            )
        }
        let whole = try result(nil)
        for rows in [1, 9, 30] {
            let isSame = try result(rows) == whole
            #expect(isSame, "strips of \(rows) rows")
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(whole.files[0], to: "features.tif").string
        let (found, expected) = (try GoldenArray.tiff(path), try NPYArray(fixture.bytes("feature_stack.npy")))
        #expect(found.shape == expected.shape && found.type == "<f4" && expected.type == "<f4")
        #expect(found.bytes == expected.bytes)
        let script = """
            import sys, tifffile
            with tifffile.TiffFile(sys.argv[1]) as file: print(file.series[0].axes, *file.imagej_metadata["Labels"], sep="|")
            """
        let said = String(decoding: try GoldenArray.output(of: script, arguments: [path]), as: UTF8.self)
        let names = try TrainedClassifier(bytes: fixture.bytes("classifier.cl"), name: "c.cl").pixelClassifier().plan
            .names
        let labels = isTwo ? [1, 2].flatMap { channel in names.map { "channel \(channel) \($0)" } } : names
        #expect(said.split(separator: "\n").first.map(String.init) == (["CYX"] + labels).joined(separator: "|"))
        // Nothing else becomes another file by it.
        let (others, both) = (
            try result(nil, [.labels, .probabilities]), try result(nil, [.labels, .probabilities, .features])
        )
        #expect(others.files == Array(both.files.prefix(2)) && both.files[2] == whole.files[0])
    }

    @Test("of volumes lie slice by slice, and are the host's to the bit")
    func volumes() throws {
        let bench = try StripBench()
        let stack = "numpy.random.default_rng(3).integers(0, 99, (2, 4, 33, 30)).astype('uint16')"
        let path = try bench.write("\(stack), imagej=True, metadata={'axes': 'TZYX'}")
        let text = ThresholdClassifier.text(threshold: "40.0", feature: "sobel_of_gaussian_blur=1", dimensions: 3)
        let result = try bench.result(path, classifier: text, outputs: [.features])
        let plan = try TrainedClassifier(bytes: Array(text.utf8), name: "c.cl").pixelClassifier().plan
        let folder = try TemporaryFolder()
        let found = try GoldenArray.tiff(folder.write(result.files[0], to: "f.tif").string)
        #expect(found.shape == [2, 4, 33, 30])
        let size = ImageSize(width: 30, height: 33, depth: 4)
        let pixels = try GoldenArray.tiff(path).floats
        let expected = [pixels.prefix(size.pixelCount), pixels.suffix(size.pixelCount)].flatMap { volume in
            HostFeatures.evaluate(plan, plane: Array(volume), size: size).joined()
        }
        #expect(found.floats.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test("that were chosen in a matrix come as ilastik has them: row, scale, channel, component, under its names")
    func ilastik() throws {
        let selection = FeatureSelection([
            .init(.gaussianSmoothing, sigma: 0.3, isPlanar: true),
            .init(.hessianOfGaussianEigenvalues, sigma: 1, isPlanar: true),
            .init(.hessianOfGaussianEigenvalues, sigma: 3.5, isPlanar: true),
        ])
        let plan = try FeaturePlan(selection, dimensions: 2)
        func channels(_ count: Int) throws -> [FeatureChannel] {
            let forest = RandomForest(
                featureCount: count * plan.outputs.count,
                classCount: 1,
                roots: [0],
                nodes: [],
                leafWeights: [1],
                depth: 0
            )
            return FeatureChannel.all(of: Classifier(plan: plan, forest: forest, positiveClass: nil))
        }
        let single = try channels(1)
        #expect(single.map(\.feature) == Array(0..<5) && single.map(\.name) == plan.names)
        let two = try channels(2)
        #expect(two.map(\.channel) == [0, 1, 0, 0, 1, 1, 0, 0, 1, 1])
        #expect(two.map(\.feature) == [0, 0, 1, 2, 1, 2, 3, 4, 3, 4])
        // ilastik's own names in a project of two channels.
        #expect(
            two.map(\.name)
                == ["Gaussian Smoothing (σ=0.3) in 2D [0]", "Gaussian Smoothing (σ=0.3) in 2D [1]"]
                + (0..<4).map { "Hessian of Gaussian Eigenvalues (σ=1.0) in 2D [\($0)]" }
                + (0..<4).map { "Hessian of Gaussian Eigenvalues (σ=3.5) in 2D [\($0)]" }
        )
    }
}
