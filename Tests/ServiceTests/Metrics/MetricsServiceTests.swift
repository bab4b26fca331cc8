import Foundation
import Results
import Service
import ServiceLifecycle
import Settings
import SystemPackage
import TestSupport
import Testing
import Watching
import WorkerProtocol

@Suite("Metrics")
struct MetricsServiceTests {
    private let acquisition: Acquisition
    private let daemon: DaemonParts
    private let tally = MetricsTally()
    private let file: FilePath

    init() async throws {
        acquisition = try await Acquisition()
        daemon = DaemonParts(acquisition)
        try acquisition.folder.makeFolder("collector")
        file = acquisition.folder.path("collector/segmentd.prom")
    }

    private var text: String { (try? String(contentsOfFile: file.string, encoding: .utf8)) ?? "" }

    private func writing(_ body: () async throws -> Void) async throws {
        let service = MetricsService(
            MetricsSettings(file: file, every: .milliseconds(20)),
            daemon.controls,
            tally: tally
        )
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
        }
    }

    private func until(_ condition: () -> Bool) async throws {
        for _ in 0..<3000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition(), "\(text)")
    }

    private func image(_ event: Announcement.Kind, objects: Int? = nil, flags: [String] = []) -> Announcement {
        var news = Announcement(event)
        (news.folder, news.objects, news.flags) = (PathText(acquisition.settings.path), objects, flags)
        news.milliseconds = .init(waited: 5, read: 10, compute: 20, write: 10, lag: 2000)
        return news
    }

    @Test("what happened, what waits, the disks and the classifiers are there, for everybody to read, and in good form")
    func content() async throws {
        let folder = acquisition.settings.path
        for objects in [3, 0, 0] {
            tally.note(image(.imageDone, objects: objects, flags: objects == 0 ? ["blank"] : []))
        }
        tally.note(image(.imageFailed))
        tally.note(.classifierRefused("/models/nuclei.cl", reason: "damaged"))
        tally.note(.configuration(.refused, reason: "line 3"))
        daemon.status.trouble("it is gone", with: "folder 0")
        daemon.queue.enqueue(
            .init(folder: 0, path: folder.appending("x.tif"), arrival: .live, lastChange: .now - .seconds(60))
        )
        try await writing {
            try await until { text.contains("segmentd_disk_free_bytes") }
            let permissions = try FileManager.default.attributesOfItem(atPath: file.string)[.posixPermissions]
            #expect(permissions as? Int == 0o644)
            let lines = Set(text.split(separator: "\n").map(String.init))
            for line in [
                "segmentd_up 1", "segmentd_build_info{version=\"\(Version.current)\"} 1", "segmentd_troubles 1",
                "segmentd_trouble{subject=\"folder \(folder)\"} 1", "segmentd_ledger_trouble 0",
                "segmentd_images_total{folder=\"\(folder)\",recipe=\"\",result=\"done\"} 3",
                "segmentd_images_total{folder=\"\(folder)\",recipe=\"\",result=\"failed\"} 1",
                "segmentd_images_flagged_total{folder=\"\(folder)\",recipe=\"\",flag=\"blank\"} 2",
                "segmentd_successive_images_without_objects{folder=\"\(folder)\",recipe=\"\"} 2",
                "segmentd_objects{folder=\"\(folder)\",recipe=\"\"} 0",
                "segmentd_processing_seconds_bucket{folder=\"\(folder)\",recipe=\"\",le=\"0.05\"} 3",
                "segmentd_lag_seconds_bucket{folder=\"\(folder)\",recipe=\"\",le=\"1\"} 0",
                "segmentd_lag_seconds_bucket{folder=\"\(folder)\",recipe=\"\",le=\"2.5\"} 4",
                "segmentd_queue_images{folder=\"\(folder)\",arrival=\"live\"} 1",
                "segmentd_configuration_rejections_total 1", "segmentd_event_overflows_total{folder=\"\(folder)\"} 0",
            ] {
                #expect(lines.contains(line), "\(line)\n\(text)")
            }
            let waited = text.firstMatch(of: /segmentd_oldest_waiting_seconds\{[^}]*\} (?<seconds>[0-9.]+)/)
            #expect(Double(waited?.seconds ?? "") ?? 0 >= 60)
            if Promtool.isThere {
                let result = try await Promtool.run(["check", "metrics"], input: Data(text.utf8))
                #expect(result.status == 0 && result.words.isEmpty, "\(result.words)")
            }
        }
        #expect(text.contains("segmentd_up 0\n"))
    }

    @Test("a file that cannot be written is a trouble, until it can")
    func unwritable() async throws {
        // A folder stands in its place, whoever asks.
        try acquisition.folder.makeFolder("collector/segmentd.prom")
        try acquisition.folder.makeFolder("collector/segmentd.prom/full")
        try await writing {
            try await until { daemon.status.line.contains("the metrics cannot be written to \(file)") }
            try FileManager.default.removeItem(atPath: file.string)
            try await until { !daemon.status.line.contains("metrics") }
            #expect(text.contains("segmentd_troubles"))
        }
        #expect(try acquisition.folder.names(in: "collector") == ["segmentd.prom"])
    }
}
