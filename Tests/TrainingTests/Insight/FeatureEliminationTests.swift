import Testing
import Training

@Suite("Features that a forest can do without")
struct FeatureEliminationTests {
    /// What a forest might reach: 0 and 1 are as good as each other, 2 helps, 3 harms, 4 does nothing.
    private static func score(_ features: [Int]) -> Double {
        let chosen = Set(features)
        var score = chosen.contains(0) || chosen.contains(1) ? 0.8 : 0.5
        if chosen.contains(2) { score += 0.03 }
        if chosen.contains(3) { score -= 0.02 }
        return score
    }

    private static let importances = [0.4, 0.3, 0.2, 0.05, 0.05]

    @Test("what costs nothing goes, the less important of two equals first")
    func elimination() {
        var asked: [[Int]] = []
        let found = FeatureElimination(importances: Self.importances, full: Self.score([0, 1, 2, 3, 4])) {
            asked.append($0)
            return Self.score($0)
        }
        #expect(found.kept == [0, 2])
        #expect(abs(found.score - 0.83) < 1e-12)
        #expect(zip(found.losses, [0, 0, 0.03, -0.02, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(asked.count <= FeatureElimination.mostTrials(of: 5))
    }

    @Test("a tolerance lets more go, and one always stays")
    func tolerance() {
        let full = Self.score([0, 1, 2, 3, 4])
        let some = FeatureElimination(importances: Self.importances, full: full, tolerance: 0.01, score: Self.score)
        #expect(some.kept == [0])
        let all = FeatureElimination(importances: Self.importances, full: full, tolerance: 1, score: Self.score)
        #expect(all.kept.count == 1)
        let single = FeatureElimination(importances: [1], full: 0.7) { _ in 0 }
        #expect(single.kept == [0] && single.score == 0.7)
    }

    @Test("a step that costs something may be made good by the next one")
    func dip() {
        // Without one of a pair the other misleads; without both all is as before.
        func score(_ features: [Int]) -> Double {
            features.count { $0 < 2 } == 1 ? 0.7 : features.contains(2) ? 0.9 : 0.2
        }
        let found = FeatureElimination(importances: [0.1, 0.1, 0.8], full: 0.9, score: score)
        #expect(found.kept == [2] && found.score == 0.9)
    }

    @Test("where everything counts, everything stays")
    func needed() {
        let found = FeatureElimination(importances: [0.3, 0.3, 0.4], full: 0.9) { Double($0.count) / 4 }
        #expect(found.kept == [0, 1, 2] && found.score == 0.9)
        #expect(found.losses.allSatisfy { abs($0 - 0.4) < 1e-12 })
    }
}
