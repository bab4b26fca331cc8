import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("What the axes of an image mean to a classifier")
struct AxesTests {
    /// Five slices of 20 × 24 pixels; numpy's text for it.
    private static let stack = "(numpy.random.default_rng(3).random((5, 20, 24)) * 100).astype('uint8')"
    /// Two channels of five slices.
    private static let channels = "(numpy.random.default_rng(4).random((2, 5, 20, 24)) * 900).astype('uint16')"

    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private static func threshold(_ dimensions: Int) -> String {
        ThresholdClassifier.text(threshold: "40.0", dimensions: dimensions)
    }

    /// A classifier of two channels, for planes or volumes.
    private static func twoChannels(_ dimensions: Int) throws -> String {
        try GoldenFixture("two_channels").classifierText()
            .replacing("num_ground_truth_dimensions = 2", with: "num_ground_truth_dimensions = \(dimensions)")
    }

    /// The labels of the stack as `parts` volumes or planes, by the plainest method there is.
    private func labels(of path: String, parts: Int) throws -> [Int] {
        let mask = try GoldenArray.tiff(path).integers.map { $0 >= 40 }
        let count = mask.count / parts
        return (0..<parts).flatMap { part in
            FloodFill.labels(Array(mask[part * count..<(part + 1) * count]), width: 24, depth: 5 / parts)
        }
    }

    private func refusal(_ path: String, _ classifier: String, axes: String? = nil) throws -> Failure {
        let reply = try bench.segment(path, classifier: classifier, outputs: [.classes], axes: axes).reply
        guard case .failed(let failure) = reply else { throw TestFailure("not refused: \(reply)") }
        #expect(!failure.isTransient)
        return failure
    }

    @Test(
        "an axis without a name is Z for a classifier trained on volumes, time for others",
        arguments: ["metadata=None", "photometric='minisblack'", "metadata={'axes': 'QYX'}, photometric='minisblack'"]
    )
    func unnamed(writing: String) throws {
        let path = try bench.write("\(Self.stack), \(writing)", to: "stack.tif")
        let volume = try bench.report(path, classifier: Self.threshold(3), outputs: [.labels, .objects])
        #expect(try bench.array(.labels).integers == labels(of: path, parts: 1))
        #expect(try bench.description(.labels).hasPrefix("ZYX"))
        #expect(volume.layout.axes == "ZYX" && volume.planes.count == 1)
        #expect(volume.warnings.count == 1)
        #expect(
            volume.warnings.first?.contains("taken as ZYX") == true
                && volume.warnings.first?.contains("--axes TYX") == true
        )

        let planes = try bench.report(path, classifier: Self.threshold(2), outputs: [.labels])
        #expect(try bench.array(.labels).integers == labels(of: path, parts: 5))
        #expect(try bench.description(.labels).hasPrefix("TYX"))
        #expect(planes.warnings.count == 1)
        #expect(
            planes.warnings.first?.contains("taken as TYX") == true
                && planes.warnings.first?.contains("--axes ZYX") == true
        )
    }

    @Test("names that are given hold, for pages without names and against a description")
    func given() throws {
        let plain = try bench.write("\(Self.stack), metadata=None", to: "plain.tif")
        let asTime = try bench.report(plain, classifier: Self.threshold(3), outputs: [.labels], axes: "TYX")
        #expect(try bench.array(.labels).integers == labels(of: plain, parts: 5))
        #expect(try bench.description(.labels).hasPrefix("TYX"))
        #expect(asTime.warnings == [])

        for axes in ["TYX", "CYX"] {
            let path = try bench.write(
                "\(Self.stack), imagej=True, metadata={'axes': '\(axes)', 'finterval': 2.0}",
                to: "imagej.tif"
            )
            let report = try bench.report(path, classifier: Self.threshold(3), outputs: [.labels], axes: "ZYX")
            #expect(try bench.array(.labels).integers == labels(of: path, parts: 1))
            #expect(try bench.description(.labels).hasPrefix("ZYX"))
            #expect(report.warnings == ["the file calls its axes \(axes); they are taken as ZYX"])
            #expect(report.layout.frameInterval == nil)
        }
    }

    @Test("frames given to a classifier trained on volumes are planes, and the warning names the axis")
    func timeLapse() throws {
        let path = try bench.write("\(Self.stack), imagej=True, metadata={'axes': 'TYX'}", to: "time.tif")
        let report = try bench.report(path, classifier: Self.threshold(3), outputs: [.labels])
        #expect(try bench.array(.labels).integers == labels(of: path, parts: 5))
        #expect(report.warnings.count == 1)
        #expect(
            report.warnings.first?.contains("no Z") == true && report.warnings.first?.contains("--axes ZYX") == true
        )
        let stack = try bench.write("\(Self.stack), imagej=True, metadata={'axes': 'ZYX'}", to: "stack.tif")
        #expect(try bench.report(stack, classifier: Self.threshold(3), outputs: [.labels]).warnings == [])
        #expect(try bench.report(stack, classifier: Self.threshold(2), outputs: [.labels]).warnings == [])
    }

    @Test("channels given to a classifier of one are refused, and the remedy names the axis")
    func channelsAsSlices() throws {
        let path = try bench.write("\(Self.stack), imagej=True, metadata={'axes': 'CYX'}", to: "channels.tif")
        let volume = try refusal(path, Self.threshold(3))
        #expect(volume.kind == "channel_mismatch" && volume.message.contains("(CYX) has 5 channel(s)"))
        #expect(volume.remedy.contains("--axes ZYX"))
        #expect(try refusal(path, Self.threshold(2)).remedy.contains("--axes TYX"))
    }

    @Test("pages that may be channels are refused with the names that fit, and these do", arguments: [2, 3])
    func pagesAsChannels(dimensions: Int) throws {
        let classifier = try Self.twoChannels(dimensions)
        let image = dimensions == 3 ? Self.channels : "\(Self.channels)[:, 0]"
        let names = dimensions == 3 ? "CZYX" : "CYX"
        let path = try bench.write("\(image), photometric='minisblack'", to: "pages.tif")
        let failure = try refusal(path, classifier)
        #expect(failure.kind == "channel_mismatch" && failure.remedy.contains("--axes \(names)"), "\(failure)")
        _ = try bench.report(path, classifier: classifier, outputs: [.classes], axes: names)
        let found = try bench.array(.classes)

        let swapped = dimensions == 3 ? "\(image).swapaxes(0, 1)" : image
        let described = try bench.write(
            "\(swapped), imagej=True, metadata={'axes': '\(dimensions == 3 ? "ZCYX" : "CYX")'}",
            to: "described.tif"
        )
        _ = try bench.report(described, classifier: classifier, outputs: [.classes])
        #expect(found.integers == (try bench.array(.classes).integers))
        #expect(Set(found.integers).count > 1)
    }

    @Test("of two axes without a name the fastest is Z")
    func twoUnnamed() throws {
        let path = try bench.write("(\(Self.channels) // 9), photometric='minisblack'", to: "pages.tif")
        let report = try bench.report(path, classifier: Self.threshold(3), outputs: [.labels])
        #expect(report.layout.axes == "TZYX" && report.planes.count == 2)
        #expect(report.warnings.first?.contains("2 × 5 pages") == true)
        #expect(try bench.description(.labels).hasPrefix("TZYX"))
        #expect(try bench.report(path, classifier: Self.threshold(2), outputs: [.labels]).planes.count == 10)
    }

    @Test(
        "names that do not fit are refused with shape, pages and an example",
        arguments: [
            ("TZYX", "its 5 pages are 5 × 20 × 24 (?YX)", "for example ZYX"), ("YX", "0 letters", "for example ZYX"),
        ]
    )
    func misfit(axes: String, message: String, example: String) throws {
        let path = try bench.write("\(Self.stack), metadata=None", to: "plain.tif")
        let failure = try refusal(path, Self.threshold(3), axes: axes)
        #expect(failure.kind == "axes_mismatch")
        #expect(failure.message.contains(message) && failure.message.contains(example), "\(failure)")
        #expect(failure.remedy.contains("`axes`"))
    }
}
