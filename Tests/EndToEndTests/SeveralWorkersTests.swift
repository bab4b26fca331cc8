import Foundation
import Glibc
import Results
import TestSupport
import Testing
import WorkerProtocol

/// A daemon whose images are computed side by side.
@Suite("Several workers", .serialized)
struct SeveralWorkersTests {
    private let home: TemporaryFolder
    private let acquisition: URL

    init() throws {
        home = try TemporaryFolder()
        acquisition = home.url.appending(path: "acquisition")
        try FileManager.default.createDirectory(at: acquisition, withIntermediateDirectories: false)
    }

    @Test(
        "all work; one that is killed is replaced, and the other goes on; each image has APOC's labels",
        .timeLimit(.minutes(5))
    )
    func side() throws {
        let configuration = """
            [device]
            workers = 2
            [[folder]]
            path = "\(acquisition.path)"
            quiet = "0s"
            [[folder.recipe]]
            classifier = "\(AcquisitionFixtures.classifier("nuclei").path)"
            outputs = ["labels"]
            """
        try home.write(Array(configuration.utf8), to: "segmentd.toml")
        let file = home.url.appending(path: "segmentd.toml")
        let daemon = try RunningDaemon(configuration: file, home: home.url, name: "daemon")
        try daemon.waitUntilReady()
        #expect(daemon.log.contains("2 workers"), "\(daemon.log)")
        try bring(0..<20)
        try daemon.notify.wait(for: "20 images") { _ in summaries.count == 20 }
        let before = Set(daemon.workers)
        #expect(before.count == 2)
        let lost = try #require(before.first)
        kill(lost, SIGKILL)
        try bring(20..<40)
        try daemon.notify.wait(for: "40 images") { _ in summaries.count == 40 }
        let after = Set(daemon.workers)
        #expect(after.count == 2 && after.intersection(before) == before.subtracting([lost]))
        #expect(try daemon.terminate() == 0)
        for number in 0..<40 {
            let summary = try SummaryFile.decode(home.read("acquisition/\(number)_summary.json"))
            guard case .found(let found) = summary, found.status == .done else {
                Issue.record("\(number): \(summary)")
                continue
            }
        }
        let found = try GoldenArray.tiffs((0..<40).map { acquisition.appending(path: "\($0)_labels.tif").path })
        let expected = try GoldenArray.tiffs(
            (0..<AcquisitionFixtures.count).map { AcquisitionFixtures.labels($0, by: "nuclei") }
        )
        for number in 0..<40 { #expect(found[number].floats == expected[number % expected.count].floats) }
    }

    /// Each comes whole and under its name.
    private func bring(_ numbers: Range<Int>) throws {
        for number in numbers {
            let part = acquisition.appending(path: "\(number).part")
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: part)
            try FileManager.default.moveItem(at: part, to: acquisition.appending(path: "\(number).tif"))
        }
    }

    private var summaries: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: acquisition.path)) ?? []
        return names.filter { $0.hasSuffix("_summary.json") }
    }
}
