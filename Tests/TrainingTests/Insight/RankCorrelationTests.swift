import Testing
import Training

@Suite("Correlation of features")
struct RankCorrelationTests {
    private let correlation = RankCorrelation(columns: [
        [1, 2, 2, 4, 9, -3], [10, 20, 25, 21, 1000, 0], [4, 4, 4, 4, 4, 4], [-1, -8, -8, -64, -729, 27],
    ])

    @Test("is that of ranks, as scipy.stats.spearmanr has it")
    func spearman() throws {
        #expect(abs(try #require(correlation.of(0, 1)) - 0.898645105261295) < 1e-12)
        #expect(abs(try #require(correlation.of(0, 3)) + 1) < 1e-12)
    }

    @Test("there is none with a feature of one value")
    func constant() {
        #expect(correlation.of(0, 2) == nil)
        #expect(correlation.closest(to: 2) == nil)
        #expect(correlation.closest(to: 0)?.feature == 3)
    }
}
