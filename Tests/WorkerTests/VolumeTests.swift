import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Volumes")
struct VolumeTests {
    private static let image = """
        (numpy.random.default_rng(3).random((2, 5, 20, 24)) * 100).astype("uint8"), imagej=True, metadata={"axes": "TZYX"}
        """

    @Test("a classifier for volumes takes the slices of a frame together, one for planes takes them apart")
    func slices() throws {
        let bench = try Workbench()
        let path = try bench.write(Self.image, to: "stack.tif")
        let mask = try GoldenArray.tiff(path).integers.map { $0 >= 40 }
        for (dimensions, parts) in [(3, 2), (2, 10)] {
            let classifier = ThresholdClassifier.text(threshold: "40.0", dimensions: dimensions)
            let report = try bench.report(path, classifier: classifier, outputs: [.labels, .objects])
            let count = mask.count / parts
            let expected = (0..<parts).flatMap { part in
                FloodFill.labels(Array(mask[part * count..<(part + 1) * count]), width: 24, depth: 10 / parts)
            }
            #expect(try bench.array(.labels).integers == expected)
            #expect(try bench.description(.labels).hasPrefix("TZYX uint16"))
            #expect(report.planes.count == parts)
            let objects = report.planes.compactMap(\.objects)
            #expect(try bench.table().count == objects.reduce(0, +))
            #expect(report.warnings == [])
        }
    }

    @Test("a feature that is another operator than APOC's in 3D is named in the summary, on volumes alone")
    func sobel() throws {
        let bench = try Workbench()
        let path = try bench.write(Self.image, to: "stack.tif")
        let classifier = ThresholdClassifier.text(threshold: "400.0", feature: "sobel=1", dimensions: 3)
        let volume = try bench.report(path, classifier: classifier, outputs: [.labels])
        #expect(volume.warnings.contains { $0.hasPrefix("sobel=1: sobel in 3D is computed as") }, "\(volume.warnings)")
        let plane = try bench.write("numpy.zeros((9, 9), dtype=\"uint8\")", to: "plane.tif")
        #expect(try bench.report(plane, classifier: classifier, outputs: [.labels]).warnings == [])
    }
}
