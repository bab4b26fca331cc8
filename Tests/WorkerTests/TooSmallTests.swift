import Classifiers
import Features
import Forests
import Imaging
import SystemPackage
import TIFFFiles
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("Images that are too small for a feature")
struct TooSmallTests {
    /// A classifier with a single leaf.
    private static func classifier(
        sigma: Double,
        isPlanar: Bool,
        dimensions: Int,
        earlier: [Classifier] = []
    ) throws -> Classifier {
        let entry = FeatureSelection.Entry(.gaussianSmoothing, sigma: sigma, isPlanar: isPlanar)
        let inputs = 1 + (earlier.last?.forest.classCount ?? 0)
        return try Classifier(
            kind: .pixelClassifier,
            plan: FeaturePlan(FeatureSelection([entry]), dimensions: dimensions),
            forest: RandomForest(
                featureCount: inputs,
                classCount: 2,
                roots: [0],
                nodes: [.leaf(0)],
                leafWeights: [1, 0],
                depth: 0
            ),
            dimensions: dimensions,
            earlierStages: earlier
        )
    }

    /// The refusal of zeros of `shape`, in the axes that ImageJ has for so many; nil where they are taken.
    private static func failure(_ shape: String, axes: String, _ classifier: Classifier) throws -> Failure? {
        let bench = try Workbench()
        let image = "numpy.zeros((\(shape)), 'uint8'), imagej=True, metadata={'axes': '\(axes)'}"
        let path = try bench.write(image, to: "small.tif")
        let file = try FileDescriptor.open(path, .readOnly)
        defer { try? file.close() }
        let sources = [TIFFSource(fileDescriptor: file.rawValue, name: "small.tif")]
        do throws(Failure) {
            _ = try ClassifierImage(sources: sources, axes: AxisChoice(), classifier: classifier)
            return nil
        } catch {
            return error
        }
    }

    @Test("are refused by the least extent, and the scale that needs it")
    func planes() throws {
        let classifier = try Self.classifier(sigma: 10, isPlanar: true, dimensions: 2)
        #expect(try Self.failure("36, 36", axes: "YX", classifier) == nil)
        let failure = try #require(try Self.failure("35, 80", axes: "YX", classifier))
        #expect(failure.kind == "image_too_small" && !failure.mayBeUnfinished && !failure.isTransient)
        #expect(failure.message.contains("small.tif (80 × 35)") && failure.message.contains("(σ=10.0) in 2D"))
        #expect(failure.message.contains("height 35") && failure.message.contains("at least 36 pixels"))
        #expect(failure.remedy.contains("segment larger images"))
    }

    @Test("volumes need as many slices, planes have none; frames may be slices")
    func volumes() throws {
        let classifier = try Self.classifier(sigma: 1.6, isPlanar: false, dimensions: 3)
        #expect(try Self.failure("7, 20, 20", axes: "ZYX", classifier) == nil)
        let flat = try #require(try Self.failure("6, 20, 20", axes: "ZYX", classifier))
        #expect(flat.kind == "image_too_small" && flat.mayBeUnfinished && flat.message.contains("depth 6"))
        let plane = try #require(try Self.failure("20, 20", axes: "YX", classifier))
        #expect(plane.kind == "dimensions_mismatch" && plane.message.contains("one of volumes"))
        #expect(!plane.remedy.contains("frames"))
        let frames = try #require(try Self.failure("7, 20, 20", axes: "TYX", classifier))
        #expect(frames.kind == "dimensions_mismatch" && frames.remedy.contains("axes = \"ZYX\""))
        let planar = try Self.classifier(sigma: 1.6, isPlanar: true, dimensions: 3)
        #expect(try Self.failure("2, 20, 20", axes: "ZYX", planar) == nil)
        #expect(try Self.failure("20, 20", axes: "YX", planar) == nil)
    }

    @Test("earlier stages are asked too")
    func stages() throws {
        let first = try Self.classifier(sigma: 10, isPlanar: true, dimensions: 2)
        let second = try Self.classifier(sigma: 1, isPlanar: true, dimensions: 2, earlier: [first])
        #expect(try Self.failure("20, 20", axes: "YX", second)?.message.contains("(σ=10.0)") == true)
        #expect(try Self.failure("36, 36", axes: "YX", second) == nil)
    }
}
