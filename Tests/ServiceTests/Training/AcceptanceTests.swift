import Service
import Settings
import Testing
import WorkerProtocol

@Suite("Whether a trained classifier is taken")
struct AcceptanceTests {
    private static func report(_ new: Double?, _ old: Double?) throws -> TrainingReport {
        let file = TrainingReport.File(bytes: 0, sha256: "")
        var report = TrainingReport(
            classifier: file,
            samples: file,
            facts: try ClassifierFixtures.facts("nuclei"),
            classes: [],
            features: [],
            images: [],
            warnings: [],
            seconds: [:]
        )
        report.scores = new.map(scores)
        report.scoresInForce = old.map(scores)
        return report
    }

    private static func scores(_ f1: Double) -> ValidationReport {
        var scores = ValidationReport(basis: "3 held-back scribbles")
        scores.f1 = f1
        return scores
    }

    @Test(
        "is decided by the rule and both scores",
        arguments: [
            (AcceptanceRule.always, 0.1, 0.9, true, true, "always"),
            (.ask, 0.9, 0.1, true, false, "ask"),
            (.ask, 0.9, nil, false, false, "ask"),
            (.ifNotWorse, 0.9, 0.9, true, true, "not worse: F1 0.9000, the one in force 0.9000"),
            (.ifNotWorse, 0.9 - 1e-10, 0.9, true, true, "not worse"),
            (.ifNotWorse, 0.899, 0.9, true, false, "worse: F1 0.8990, the one in force 0.9000"),
            (.ifNotWorse, 0.2, nil, true, false, "not comparable"),
            (.ifNotWorse, nil, nil, true, false, "nothing is held back"),
            (.ifNotWorse, 0.2, nil, false, true, "it is the first; F1 0.2000"),
            (.ifNotWorse, nil, nil, false, true, "it is the first"),
        ] as [(AcceptanceRule, Double?, Double?, Bool, Bool, String)]
    )
    func rules(
        rule: AcceptanceRule,
        new: Double?,
        old: Double?,
        hasOneInForce: Bool,
        isTaken: Bool,
        reason: String
    ) throws {
        let acceptance = Acceptance(rule, try Self.report(new, old), hasOneInForce: hasOneInForce)
        #expect(acceptance.isTaken == isTaken && acceptance.reason.contains(reason), "\(acceptance)")
    }

    @Test("says why two cannot be compared, where the worker does")
    func reason() throws {
        var report = try Self.report(0.5, nil)
        report.notComparable = "it knows other features"
        let acceptance = Acceptance(.ifNotWorse, report, hasOneInForce: true)
        #expect(acceptance.reason == "not comparable: it knows other features")
    }
}
