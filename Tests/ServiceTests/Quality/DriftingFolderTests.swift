import Logging
import Results
import Service
import Settings
import TestSupport
import Testing
import WorkerProtocol

@Suite("A folder that leaves the usual band of its classifier's doubt")
struct DriftingFolderTests {
    /// 40 images like each other, six in which the halves agree less, and then those of before.
    private static var worker: ScriptedWorker {
        ScriptedWorker(
            (0..<60).map { index in
                let halves = (40..<46).contains(index) ? 0.6 : 0.9 + 0.01 * Double((index * 2) % 5 - 2)
                let channel = ImageQuality.Channel(blank: false, percentile1: 9, percentile99: 200, focus: 0.2)
                let doubt = ForestDoubt(pixels: 4_096, halvesDice: halves, meanMargin: 0.8)
                return .measure(ImageQuality(channels: [channel], doubt: doubt), objects: 40)
            }
        )
    }

    @Test("its images are flagged, STATUS says so once and no more when it is over, and summaries hold the figures")
    func told() async throws {
        let acquisition = try await Acquisition()
        let processor = acquisition.processor(by: Self.worker)
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        let report = OutcomeReport(status: status, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let healthy = status.line
        var flagged: [Int] = []
        for index in 0..<60 {
            let path = acquisition.folder.path("in/x.tif")
            _ = await processor.process(path, in: acquisition.settings, scope: .everything)
            let summary = try #require(try acquisition.summary())
            #expect(summary.quality?.pixels == 4_096)
            let isFlagged = summary.flags.contains { $0.kind == "doubt_rises" }
            if isFlagged { flagged.append(index) }
            report.log(
                .done(summary),
                image: path,
                recipe: acquisition.settings.recipes[0],
                in: acquisition.settings
            )
            #expect(status.line.hasPrefix("degraded: the classifier is in doubt about ") == isFlagged)
        }
        let first = try #require(flagged.first)
        let last = try #require(flagged.last)
        #expect((41...43).contains(first) && (46...50).contains(last) && flagged == Array(first...last))
        #expect(!healthy.contains("degraded") && !status.line.contains("degraded"))
    }
}
