import Testing
import Validation

@Suite("Confusion matrix")
struct ConfusionMatrixTests {
    @Test("counts by truth and result")
    func counts() {
        var matrix = ConfusionMatrix(classCount: 2)
        matrix.add(truth: 1, result: 2)
        matrix.add(truth: 1, result: 2, count: 3)
        #expect(matrix.counts == [0, 4, 0, 0])
    }
}
