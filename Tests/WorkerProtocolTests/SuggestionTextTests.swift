import Testing
import WorkerProtocol

@Suite("Words about features")
struct SuggestionTextTests {
    private func report(suggestion: String, isSuggested: Bool) -> SuggestionReport {
        var first = SuggestionReport.Feature(name: "original", importance: 0.75, splitShares: [1, 0.25])
        (first.closest, first.correlation, first.loss) = ("sobel=0", -0.5, 0.0124)
        var second = SuggestionReport.Feature(name: "sobel=0", importance: 0.25, splitShares: [0, 0.75])
        (second.closest, second.correlation, second.loss) = ("original", -0.5, -0.0004)
        second.isSuggested = isSuggested
        var scores = ValidationReport(basis: "10 samples, each fold by a forest of the others")
        (scores.f1, scores.accuracy) = (0.9, 0.95)
        return SuggestionReport(
            features: [first, second],
            scores: scores,
            suggestion: suggestion,
            suggestedScores: scores,
            warnings: ["judged on 10 of 20 samples"]
        )
    }

    @Test("importances, splits, what goes with what, and what suffices are told in tables")
    func tables() {
        #expect(
            report(suggestion: "original", isSuggested: false).text == """
                10 samples, each fold by a forest of the others
                mean F1 0.900, accuracy 0.950

                          importance   root  depth 1
                original       0.750  100 %     25 %
                sobel=0        0.250      ·     75 %

                          without it, mean F1  goes most with  rank correlation
                original       falls by 0.012         sobel=0            -0.500
                sobel=0        rises by 0.000        original            -0.500

                1 of 2 suffice, at a mean F1 of 0.900 (accuracy 0.950):
                  original

                warning: judged on 10 of 20 samples
                """
        )
    }

    @Test("where nothing can be left out, that is said")
    func nothing() {
        let text = report(suggestion: "original sobel=0", isSuggested: true).text
        #expect(text.contains("\n\nno feature can be left out at the same mean F1\n\n"))
    }
}
