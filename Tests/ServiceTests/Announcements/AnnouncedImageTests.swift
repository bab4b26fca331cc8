import Files
import Foundation
import Logging
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Announced images")
struct AnnouncedImageTests {
    /// What was announced, and whether the summary was there at that moment.
    private final class Heard: Sendable {
        let all = Mutex<[(news: Announcement, isThere: Bool)]>([])

        func note(_ news: Announcement) {
            let isThere = news.summary.map { (try? FileCalls().state(at: $0.path)) != nil } ?? false
            all.withLock { $0.append((news, isThere)) }
        }
    }

    private func processor(_ acquisition: Acquisition, by worker: ScriptedWorker, _ heard: Heard) -> ImageProcessor {
        ImageProcessor(
            worker: worker,
            classifiers: acquisition.store,
            ledger: nil,
            retries: Acquisition.withoutPauses,
            announcements: Announcements(observe: { heard.note($0) }),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test("a result is announced once, when its summary is in place, with its files, counts and times")
    func done() async throws {
        let acquisition = try await Acquisition(outputs: [.labels, .objects])
        let heard = Heard()
        let processor = processor(acquisition, by: ScriptedWorker([.finish]), heard)
        let folder = acquisition.settings.path
        _ = await processor.process(
            folder.appending("x.tif"),
            in: acquisition.settings,
            lastChange: .now - .seconds(3),
            isSuspect: true
        )
        // Done before: nothing to tell.
        _ = await processor.process(folder.appending("x.tif"), in: acquisition.settings, isSuspect: true)
        let (news, isThere) = try #require(heard.all.withLock { $0.first })
        #expect(heard.all.withLock { $0.count } == 1 && isThere)
        let summary = try #require(try acquisition.summary())
        #expect(
            news.event == .imageDone && news.folder?.path == folder && news.image?.path == folder.appending("x.tif")
        )
        #expect(news.summary?.path == folder.appending("x_summary.json") && news.objects == summary.totals.objects)
        #expect(
            news.outputs?.mapValues(\.path) == [
                "labels": folder.appending("x_labels.tif"), "objects": folder.appending("x_objects.csv"),
            ]
        )
        #expect(news.classifier == (summary.classifier?.sha256.prefix(12)).map(String.init) && news.generation == 1)
        let times = try #require(news.milliseconds)
        #expect(times.lag ?? 0 >= 3000 && times.waited >= 3000 && times.compute == summary.timings.compute)
        #expect(news.flags == summary.flags.map(\.kind) && news.error == nil)
    }

    @Test("an image without a result is announced with kind, words and remedy; one of the backlog has no lag")
    func failed() async throws {
        let acquisition = try await Acquisition()
        let heard = Heard()
        let failure = Failure(kind: "truncated_data", message: "it ends early", remedy: "copy it again")
        let processor = processor(acquisition, by: ScriptedWorker([.refuse(failure)]), heard)
        _ = await processor.process(acquisition.settings.path.appending("x.tif"), in: acquisition.settings)
        let (news, isThere) = try #require(heard.all.withLock { $0.first })
        #expect(news.event == .imageFailed && isThere && news.outputs == nil && news.milliseconds?.lag == nil)
        #expect(news.error == .init(kind: "truncated_data", message: "it ends early", remedy: "copy it again"))
    }
}
