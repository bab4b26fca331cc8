import Service
import SystemPackage
import Testing

@Suite("When the tables of a folder are written")
struct ExperimentPaceTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test("the first result at once, then small tables every 2 s, and 1 s after the last result")
    func small() {
        var pace = ExperimentPace()
        #expect(pace.due(lastNews: at(5)) == at(5))
        pace.succeeded(at: at(10), after: .milliseconds(20))
        #expect(pace.due(lastNews: at(10.5)) == at(11.5))
        #expect(pace.due(lastNews: at(11.9)) == at(12))
        #expect(pace.due(lastNews: at(9.9)) == at(11), "not sooner than 1 s after the last writing")
        #expect(pace.due(lastNews: at(100)) == at(12), "a folder that rested needs no pause")
    }

    @Test("large ones a twentieth of the time, or when five times as long nothing came")
    func large() {
        var pace = ExperimentPace()
        pace.succeeded(at: at(0), after: .seconds(4))
        #expect(pace.due(lastNews: at(70)) == at(80))
        #expect(pace.due(lastNews: at(30)) == at(50))
    }

    @Test("after failures ever more rarely, and as before when one succeeds")
    func failures() {
        var pace = ExperimentPace()
        var pauses: [Duration] = []
        for _ in 0..<10 {
            pace.failed(at: at(0))
            pauses.append(pace.due(lastNews: at(0)) - start)
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { .seconds($0) })
        pace.succeeded(at: at(0), after: .zero)
        #expect(pace.due(lastNews: at(0.5)) == at(1.5))
    }

    @Test("what waits is bounded, is taken once, and comes back when it could not be worked on")
    func waiting() async throws {
        let results = NewResults()
        #expect(results.take(from: 0) == nil)
        results.note("/in/a.tif", in: 0)
        results.note("/in/a.tif", in: 0)
        let taken = try #require(results.take(from: 0))
        #expect(taken.images == ["/in/a.tif"] && results.take(from: 0) == nil && results.waiting(in: 1) == nil)
        results.note("/in/b.tif", in: 0)
        results.giveBack(taken, to: 0)
        #expect(results.waiting(in: 0)?.images == ["/in/a.tif", "/in/b.tif"])
        for number in 0..<20_000 { results.note(FilePath("/in/\(number).tif"), in: 0) }
        let all = try #require(results.take(from: 0))
        #expect(all.isEverything && all.images.isEmpty)
        results.giveBack(all, to: 0)
        #expect(results.waiting(in: 0)?.isEverything == true)
        results.close()
        var rings = 0
        for await _ in results.bell(of: 0) { rings += 1 }
        #expect(rings == 1, "a bell is rung once, however much waits")
    }
}
