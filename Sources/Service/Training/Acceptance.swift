package import Settings
package import WorkerProtocol

/// Whether a classifier that was just trained takes the place of the one in force, and why.
package struct Acceptance: Sendable, Equatable {
    /// So much may the new one be worse by rounding.
    private static let tolerance = 1e-9

    /// Whether it comes into force; otherwise it waits for somebody.
    package let isTaken: Bool
    /// Why, in words.
    package let reason: String

    /// Judges by the rule of the configuration.
    ///
    /// - Parameters:
    ///   - hasOneInForce: whether there is a classifier that it would take the place of.
    ///   - obstacle: why the recipe can do nothing with it; then it waits, whatever the rule is.
    package init(
        _ rule: AcceptanceRule,
        _ report: TrainingReport,
        hasOneInForce: Bool,
        obstacle: Failure? = nil
    ) {
        let (new, old) = (report.scores?.f1, report.scoresInForce?.f1)
        let scores: String
        switch (new, old) {
        case (let new?, let old?): scores = "F1 \(Self.text(new)), the one in force \(Self.text(old)) on the same"
        case (let new?, nil): scores = "F1 \(Self.text(new))"
        default: scores = "nothing is held back to judge it by"
        }
        if let obstacle {
            (isTaken, reason) = (false, "the recipe has no use for it: \(obstacle.message); \(obstacle.remedy)")
            return
        }
        switch rule {
        case .always: (isTaken, reason) = (true, "accept = \"always\"; \(scores)")
        case .ask: (isTaken, reason) = (false, "accept = \"ask\"; \(scores)")
        case .ifNotWorse where !hasOneInForce: (isTaken, reason) = (true, "it is the first; \(scores)")
        case .ifNotWorse:
            if let new, let old {
                isTaken = new >= old - Self.tolerance
                reason = isTaken ? "not worse: \(scores)" : "worse: \(scores)"
            } else {
                isTaken = false
                reason = "not comparable: \(report.notComparable ?? scores)"
            }
        }
    }

    private static func text(_ score: Double) -> String {
        let thousandths = Int((score * 10_000).rounded())
        let fraction = String(thousandths % 10_000)
        return "\(thousandths / 10_000).\(String(repeating: "0", count: 4 - fraction.count))\(fraction)"
    }
}
