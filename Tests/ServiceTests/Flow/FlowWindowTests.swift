import Service
import Testing

@Suite("What comes in and goes out")
struct FlowWindowTests {
    /// A source of numbers that are the same in every run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    @Test("rates, lags and limit equal those counted anew over all that ever happened", arguments: [1, 2, 3, 4])
    func bruteForce(seed: UInt64) {
        var numbers = Numbers(state: seed)
        let begin = Duration.seconds(1_000)
        var window = FlowWindow(begin: begin)
        var arrivals: [Duration] = []
        var ends: [(time: Duration, lag: Duration?, work: Duration)] = []
        var now = begin
        for _ in 0..<4_000 {
            now += .milliseconds(Int.random(in: 0...600, using: &numbers))
            if Bool.random(using: &numbers) {
                window.arrive(at: now)
                arrivals.append(now)
            } else {
                let lag =
                    Bool.random(using: &numbers)
                    ? Duration.milliseconds(Int.random(in: 5...9_000, using: &numbers)) : nil
                let work = Duration.milliseconds(Int.random(in: 1...700, using: &numbers))
                window.finish(at: now, lag: lag, work: work)
                ends.append((now, lag, work))
            }
            guard Int.random(in: 0..<40, using: &numbers) == 0 else { continue }
            // Asked at the moment of an event, or some time after it.
            let asked =
                now + .seconds(Int.random(in: 0...1, using: &numbers) * Int.random(in: 0...299, using: &numbers))
            let figures = window.figures(at: asked, live: 3, backlog: 4, oldest: .seconds(2), workers: 2)
            let second = (asked - begin).components.seconds
            func isRecent(_ time: Duration) -> Bool { (time - begin).components.seconds > second - 300 }
            let length = max(1, min(300, (asked - begin) / .seconds(1)))
            #expect(figures.imagesIn == arrivals.filter(isRecent).count)
            #expect(figures.imagesOut == ends.filter { isRecent($0.time) }.count)
            #expect(figures.inPerSecond == Double(figures.imagesIn) / length)
            let last = ends.suffix(512)
            let lags = last.compactMap(\.lag).sorted()
            #expect(figures.worstLag == lags.last.map { $0 / .seconds(1) })
            #expect(figures.medianLag == (lags.isEmpty ? nil : lags[(lags.count - 1) / 2] / .seconds(1)))
            guard !last.isEmpty else { continue }
            let mean = last.reduce(Duration.zero) { $0 + $1.work } / .seconds(1) / Double(last.count)
            #expect(abs((figures.meanWork ?? 0) - mean) < 1e-9)
            let limit = 2 / mean
            #expect(abs((figures.utilisation ?? 0) - figures.inPerSecond / limit) < 1e-9)
            #expect(figures.verdict == (figures.inPerSecond < limit ? .keepingUp : .fallingBehind))
            let left = figures.inPerSecond < limit ? 7 / (limit - figures.inPerSecond) : nil
            #expect(left.map { abs($0 - (figures.secondsToDone ?? -1)) < 1e-6 * $0 } ?? (figures.secondsToDone == nil))
        }
    }

    @Test("ten images a second against a machine that does four: it says so, and that there is no end")
    func behind() {
        var window = FlowWindow(begin: .zero)
        for tick in 0..<600 {
            window.arrive(at: .milliseconds(tick * 100))
            if tick % 25 == 0 {
                window.finish(at: .milliseconds(tick * 100), lag: .seconds(tick / 10), work: .milliseconds(250))
            }
        }
        let figures = window.figures(at: .seconds(60), live: 360, backlog: 0, oldest: .seconds(36), workers: 1)
        #expect(figures.verdict == .fallingBehind && figures.secondsToDone == nil)
        #expect(abs((figures.utilisation ?? 0) - 2.5) < 0.01 && abs((figures.limitPerSecond ?? 0) - 4) < 1e-9)
        #expect(figures.line?.hasPrefix("FALLING BEHIND: 10") == true, "\(figures.line ?? "")")
        let three = window.figures(at: .seconds(60), live: 360, backlog: 0, oldest: nil, workers: 3)
        #expect(three.verdict == .keepingUp && abs((three.secondsToDone ?? 0) - 180) < 1)
    }

    @Test("what lies back more than five minutes is forgotten, and a quiet hour is idle")
    func forgets() {
        var window = FlowWindow(begin: .zero)
        for second in 0..<100 { window.arrive(at: .seconds(second)) }
        window.finish(at: .seconds(100), lag: .seconds(1), work: .seconds(1))
        let later = window.figures(at: .seconds(3_700), live: 0, backlog: 0, oldest: nil, workers: 1)
        #expect(later.imagesIn == 0 && later.imagesOut == 0 && later.verdict == .idle && later.line == nil)
        #expect(later.limitPerSecond == 1 && later.medianLag == 1 && later.secondsToDone == 0)
        window.arrive(at: .seconds(3_700))
        #expect(window.figures(at: .seconds(3_700), live: 1, backlog: 0, oldest: nil, workers: 1).imagesIn == 1)
    }
}
