import Forests
import Validation
import WorkerProtocol

extension ValidationReport {
    /// The figures of the samples of each image, and of all of them together.
    ///
    /// - Parameters:
    ///   - basis: what was judged, in words: "5 held-back images".
    ///   - classCount: the classes of the classifier; others that are in a truth add to them, and are warned of.
    ///   - unlearnt: the annotated numbers of these others, where numbers are no classes.
    init(basis: String, classCount: Int, images: [(name: String, scores: SampleScores)], unlearnt: [Int] = []) {
        self.init(basis: basis)
        var all = SampleScores(classCount: classCount)
        for image in images { all.add(image.scores) }
        set(all, classCount: classCount, unlearnt: unlearnt)
        self.images = images.map { Image(name: $0.name, samples: $0.scores.count, f1: $0.scores.confusion.meanF1) }
    }

    /// Takes over the figures of all samples.
    mutating func set(_ scores: SampleScores, classCount: Int, unlearnt: [Int] = []) {
        let matrix = scores.confusion
        confusion = matrix.rows
        classes = matrix.classes
        let total = matrix.total
        accuracy = total > 0 ? Double(classes.reduce(0) { $0 + $1.right }) / Double(total) : nil
        f1 = matrix.meanF1
        iou = classes.filter { $0.truth > 0 }.compactMap(\.iou).mean
        if scores.calibration.count > 0 {
            calibration = scores.calibration.bins.enumerated().map { Bin($1, at: $0) }
            calibrationError = scores.calibration.error
            brier = scores.calibration.brier
        }
        let foreign = classes.filter { $0.number > classCount && $0.truth > 0 }
        if !foreign.isEmpty {
            let others = unlearnt.isEmpty ? foreign.map(\.number) : unlearnt
            let numbers = others.prefix(5).map { "\($0)" }.joined(separator: ", ")
            warnings.append(
                "\(foreign.reduce(0) { $0 + $1.truth }) samples are annotated \(unlearnt.isEmpty ? "as class" : "with") "
                    + numbers + (others.count > 5 ? " and \(others.count - 5) more" : "")
                    + "; the classifier \(unlearnt.isEmpty ? "has \(classCount) classes" : "did not learn that")"
                    + ", so that they count as wrong"
                    + (unlearnt.isEmpty ? "" : ", as class \(classCount + 1)")
            )
        }
    }
}

extension ValidationReport {
    /// The figures of the objects of each image, and of all of them together; `samples` are pixels of the truth's objects.
    init(basis: String, objects images: [(name: String, samples: Int, scores: ObjectScores)]) {
        self.init(basis: basis)
        var all = ObjectScores()
        for image in images { all.add(image.scores) }
        objects = Objects(all)
        self.images = images.map {
            Image(name: $0.name, samples: $0.samples, f1: nil, objects: Objects($0.scores))
        }
    }

    /// The figures of one image alone, for its page.
    init(of samples: SampleScores, _ objects: ObjectScores, as truth: ValidationJob.Truth) {
        self.init(basis: "")
        switch truth {
        case .classes: set(samples, classCount: samples.confusion.classCount)
        case .objects: self.objects = Objects(objects)
        }
    }
}

extension ValidationReport.Objects {
    fileprivate init(_ scores: ObjectScores) {
        self.init(
            truth: scores.truthCount,
            found: scores.resultCount,
            matchings: scores.matchings.map {
                ValidationReport.Matching(
                    threshold: $0.threshold,
                    matched: $0.matched,
                    missed: scores.truthCount - $0.matched,
                    extra: scores.resultCount - $0.matched,
                    overlap: $0.overlap
                )
            },
            overSegmented: scores.splitCount,
            underSegmented: scores.mergedCount
        )
    }
}

extension ValidationReport.Bin {
    fileprivate init(_ bin: Calibration.Bin, at index: Int) {
        let (bins, count) = (Double(Calibration.binCount), Double(bin.count))
        self.init(
            above: Double(index) / bins,
            upTo: Double(index + 1) / bins,
            count: bin.count,
            probability: bin.count > 0 ? bin.sum / count : 0,
            share: bin.count > 0 ? Double(bin.right) / count : 0
        )
    }
}

extension ConfusionMatrix {
    /// The counts of each class.
    var classes: [ValidationReport.Class] {
        guard classCount > 0 else { return [] }
        return (1...classCount).map {
            ValidationReport.Class(number: $0, truth: truthCount($0), found: resultCount($0), right: self[$0, $0])
        }
    }

    /// The mean F1 of the classes that are in the truth; nil where there is none.
    var meanF1: Double? { classes.filter { $0.truth > 0 }.compactMap(\.f1).mean }
}

extension [Double] {
    fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}

extension SampleScores {
    /// A fraction of a second's, whatever the forest.
    static let rowsPerBeat = 1 << 13

    /// What `forest` makes of rows of features whose classes, from 1, are `truth`; columns are the forest's inputs.
    ///
    /// - Parameter beat: called now and then.
    init(forest: RandomForest, columns: [[Float]], truth: [Int], beat: () -> Void) {
        self.init(classCount: forest.classCount)
        forest.forEachPixel(of: columns, count: truth.count) { row, votes in
            if row.isMultiple(of: Self.rowsPerBeat) { beat() }
            add(
                truth: truth[row],
                result: Int(RandomForest.firstMaximum(votes)),
                probabilities: forest.probabilities(votes)
            )
        }
    }
}
