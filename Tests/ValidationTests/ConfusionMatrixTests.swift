import Imaging
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
        #expect(matrix.truthCount(1) == 4 && matrix.resultCount(1) == 0 && matrix.resultCount(2) == 4)
    }

    @Test("a class beyond those that there are adds rows and columns")
    func grows() {
        var matrix = ConfusionMatrix(classCount: 2)
        matrix.add(truth: 2, result: 1, count: 5)
        matrix.add(truth: 4, result: 2)
        #expect(matrix.rows == [[0, 0, 0, 0], [5, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]])
        var other = ConfusionMatrix(classCount: 1)
        other.add(matrix)
        other.add(matrix)
        #expect(other.rows == [[0, 0, 0, 0], [10, 0, 0, 0], [0, 0, 0, 0], [0, 2, 0, 0]])
        #expect(other.total == 12)
    }
}

@Suite("Calibration of probabilities")
struct CalibrationTests {
    @Test("a bin holds its upper bound and not its lower one; the first holds 0")
    func bounds() {
        var calibration = Calibration()
        for probability: Float in [0, 0.1, Float(0.1).nextUp, 0.3, 0.5, Float(0.9).nextUp, 1] {
            calibration.add(truth: 1, result: 1, probabilities: [probability])
        }
        #expect(calibration.bins.map(\.count) == [2, 1, 1, 0, 1, 0, 0, 0, 0, 2])
    }

    @Test("error and Brier score by hand")
    func figures() throws {
        var scores = SampleScores(classCount: 2)
        scores.add(truth: 1, result: 1, probabilities: [0.75, 0.25])
        scores.add(truth: 2, result: 1, probabilities: [0.75, 0.25])
        scores.add(truth: 2, result: 2, probabilities: [0, 1])
        scores.add(truth: 1, result: 1, probabilities: [0.625, 0.375])
        // Bin (0.7, 0.8]: mean 0.75, half right; (0.9, 1]: 1, all right; (0.6, 0.7]: 0.625, all right.
        #expect(try #require(scores.calibration.error) == (0.25 * 2 + 0.375) / 4)
        // 2 · 0.25², then 2 · 0.75², then 0, then 2 · 0.375².
        #expect(try #require(scores.calibration.brier) == (0.125 + 1.125 + 0.28125) / 4)
    }

    @Test("a truth that is no class of the classifier has the probability 0")
    func foreign() throws {
        var scores = SampleScores(classCount: 2)
        scores.add(truth: 3, result: 2, probabilities: [0.5, 0.5])
        #expect(try #require(scores.calibration.brier) == 1.5)
        #expect(scores.confusion[3, 2] == 1)
    }

    @Test("where no tree votes there is a class, and no probability")
    func noVotes() {
        var scores = SampleScores(classCount: 2)
        scores.add(truth: 1, result: 1, probabilities: [Float.nan, .nan])
        scores.add(truth: 1, result: 1)
        #expect(scores.count == 2 && scores.calibration.count == 0 && scores.calibration.error == nil)
    }

    @Test("two halves count as the whole")
    func sums() {
        var random = SplitMix(seed: 7)
        var whole = SampleScores(classCount: 3)
        var halves = [SampleScores(classCount: 3), SampleScores(classCount: 3)]
        for index in 0..<500 {
            // Sixteenths, so that sums are exact in any order.
            let first = Float(random.next() % 9) / 16
            let probabilities = [first, 0.5, 0.5 - first]
            let (truth, result) = (1 + Int(random.next() % 3), 1 + Int(random.next() % 3))
            whole.add(truth: truth, result: result, probabilities: probabilities)
            halves[index % 2].add(truth: truth, result: result, probabilities: probabilities)
        }
        halves[0].add(halves[1])
        #expect(halves[0] == whole)
    }
}
