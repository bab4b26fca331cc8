/// The report for people.
extension SuggestionReport {
    /// The features that can be left out, in their order.
    package var superfluous: [String] { features.filter { !$0.isSuggested }.map(\.name) }

    /// All of it, as tables.
    package var text: String {
        var parts = ["\(scores.basis)\nmean F1 \(Self.share(scores.f1)), accuracy \(Self.share(scores.accuracy))"]
        parts.append(SplitTable.text(features.map { ($0.name, [Self.share($0.importance)], $0.splitShares) }))
        parts.append(redundancy)
        if suggestion.isEmpty || superfluous.isEmpty {
            parts.append("no feature can be left out at the same mean F1")
        } else {
            parts.append(
                """
                \(features.count - superfluous.count) of \(features.count) suffice, at a mean F1 of \
                \(Self.share(suggestedScores.f1)) (accuracy \(Self.share(suggestedScores.accuracy))):
                  \(suggestion)
                """
            )
        }
        if !warnings.isEmpty { parts.append(warnings.map { "warning: \($0)" }.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n")
    }

    private var redundancy: String {
        let header = ["", "without it, mean F1", "goes most with", "rank correlation"]
        let rows = features.map { feature in
            [
                feature.name, feature.loss.map { $0 == 0 ? "stays" : Self.change($0) } ?? "–", feature.closest ?? "–",
                Self.share(feature.correlation),
            ]
        }
        return SplitTable.aligned([header] + rows)
    }

    private static func change(_ loss: Double) -> String { (loss > 0 ? "falls by " : "rises by ") + share(abs(loss)) }

    /// Three decimals; a dash where there is no figure.
    private static func share(_ value: Double?) -> String { value.map { SplitTable.decimals($0) } ?? "–" }
}
