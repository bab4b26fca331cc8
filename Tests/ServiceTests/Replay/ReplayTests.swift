import Files
import Foundation
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("replay")
struct ReplayTests {
    @Test("images come in the order of their times, faster, and long gaps are cut")
    func schedule() {
        let modified = [1_000.0, 1_010, 1_004, 1_004, 5_000]
        let twice = ReplaySchedule(modified: modified, speed: 2, longestGap: nil).times
        #expect(twice == [.zero, .seconds(2), .seconds(2), .seconds(5), .seconds(2_000)])
        let cut = ReplaySchedule(modified: modified, speed: 2, longestGap: .seconds(2.5)).times
        #expect(cut == [.zero, .seconds(2), .seconds(2), .seconds(4.5), .seconds(7)])
        let slow = ReplaySchedule(modified: modified, speed: 0.5, longestGap: nil).times
        #expect(slow[3] == .seconds(20) && ReplaySchedule(modified: [], speed: 1, longestGap: nil).times == [])
    }

    @Test("a machine that takes 0.4 s an image keeps up with one every half second, and not with five a second")
    func verdict() {
        func report(every gap: Double) -> ReplayReport {
            let written = (0..<100).map { Double($0) * gap }
            var free = 0.0
            let finished = written.map { time -> Double? in
                free = max(free, time) + 0.4
                return free
            }
            return ReplayReport(written: written, finished: finished, recipes: 1, missing: 0, failed: 0, worstDelay: 0)
        }
        let easy = report(every: 0.5)
        #expect(easy.keptUp && easy.backlogAtEnd == 1 && abs((easy.worstLag ?? 0) - 0.4) < 1e-9)
        #expect(abs(easy.inPerSecond - 2) < 1e-9)
        let hard = report(every: 0.2)
        // The queue grows by 0.2 s an image: the last one waits 0.4 + 99 × 0.2 s.
        #expect(
            !hard.keptUp && abs((hard.worstLag ?? 0) - 20.2) < 1e-6 && abs((hard.secondsToFinish ?? 0) - 20.2) < 1e-6
        )
        #expect(
            hard.backlogAtEnd == 51 && abs(hard.outPerSecond - 2.5) < 1e-6 && abs((hard.medianLag ?? 0) - 10.2) < 1e-6
        )
        let lost = ReplayReport(
            written: [0, 1],
            finished: [0.1, nil],
            recipes: 1,
            missing: 1,
            failed: 0,
            worstDelay: 0
        )
        #expect(!lost.keptUp && lost.secondsToFinish == nil && lost.text.contains("1 of 2 summaries never came"))
    }

    @Test("a scratch folder that touches anything else is refused, and nothing is made before that")
    func scratch() throws {
        let folder = try TemporaryFolder()
        for name in ["session", "watched", "results", "full"] { try folder.makeFolder(name) }
        try folder.write([1], to: "full/x")
        try folder.link("way", to: folder.appending("session"))
        let settings = Settings(
            folders: [
                FolderSettings(
                    path: folder.path("watched"),
                    output: .mirror(root: folder.path("results")),
                    recipes: [RecipeSettings(classifier: "/a.cl")]
                )
            ]
        )
        func prepare(_ name: String, watched: [FilePath] = []) throws -> FilePath {
            try ReplayScratch.prepare(
                folder.path(name),
                session: folder.path("session"),
                settings: settings,
                watched: watched
            )
        }
        let refusals = [
            "session", "session/sub", "way/sub", "watched/sub/deep", "results/x", "full", ".", "../",
        ]
        for name in refusals {
            let failure = try #require(throws: Failure.self, "\(name)") { _ = try prepare(name) }
            #expect(failure.kind == "scratch_unusable" && !failure.remedy.isEmpty, "\(failure)")
        }
        let busy = try #require(throws: Failure.self) { _ = try prepare("new/sub", watched: [folder.path("new")]) }
        #expect(busy.message.contains("running daemon"))
        #expect(try folder.names() == ["full", "results", "session", "watched", "way"])
        #expect(try folder.names(in: "session") == [] && folder.names(in: "watched") == [])
        #expect(try prepare("new/deep") == folder.path("new/deep"))
        // A daemon that runs with this configuration may do the work.
        #expect(try prepare("watched", watched: [folder.path("watched")]) == folder.path("watched"))
    }

    @Test("what was done is told by the summaries of the session; without any, a configuration is asked for")
    func recipes() async throws {
        let acquisition = try await Acquisition(outputs: [.mask, .objects])
        let source = try ReplaySource(acquisition.folder.path("in"))
        let (kept, worker) = (acquisition.folder.path("kept"), ScriptedWorker([]))
        let failure = try await #require(throws: Failure.self) {
            _ = try await source.recipes(keptIn: kept, by: worker)
        }
        #expect(failure.remedy.contains("--config"))
        _ = await acquisition.process(by: ScriptedWorker([.finish]))
        let recipe = try #require(try await source.recipes(keptIn: kept, by: worker).first)
        #expect(recipe.classifier == acquisition.folder.path("nuclei.cl") && recipe.outputs == [.mask, .objects])
        // With another file in its place, the copy that was kept is taken.
        let digest = FileDigest.sha256(try acquisition.folder.read("nuclei.cl"))
        try await acquisition.swap(to: "bright")
        #expect(try await source.recipes(keptIn: kept, by: worker).first?.classifier == kept.appending("\(digest).cl"))
        try acquisition.folder.remove("kept")
        await #expect(throws: Failure.self) { _ = try await source.recipes(keptIn: kept, by: worker) }
    }
}
