import Classifiers
import Forests
import Training
import Validation
import WorkerProtocol

/// What a trained classifier, and the one in force, make of samples that they did not learn from.
struct TrainingJudgement {
    let job: TrainingJob
    let book: SampleBook
    /// The annotations, class by class.
    let classes: [Int32]

    /// The rows of a block that are held back and whose class is known, and these classes, from 1.
    func heldRows(of block: SampleBlock) -> (rows: [Int], truth: [Int]) {
        var (rows, truth): ([Int], [Int]) = ([], [])
        for row in 0..<block.count where block.isTest[row] {
            guard let index = classes.firstIndex(of: block.annotations[row]) else { continue }
            rows.append(row)
            truth.append(index + 1)
        }
        return (rows, truth)
    }

    /// The scores on rows that are held back for ever, or fold by fold; nil where there are none.
    ///
    /// - Parameters:
    ///   - beat: called now and then.
    ///   - train: makes a classifier of other rows.
    func scores(
        of trained: TrainedClassifier,
        warnings: inout [String],
        beat: () -> Void,
        train: (TrainingRows) throws(Failure) -> TrainedClassifier
    ) throws(Failure) -> ValidationReport? {
        guard case .folds(let count) = job.holdBack else { return held(by: trained, beat: beat) }
        return try ofFolds(count, warnings: &warnings, beat: beat, train: train)
    }

    /// The scores on the rows that are held back for ever.
    private func held(by trained: TrainedClassifier, beat: () -> Void) -> ValidationReport? {
        report(
            book.blocks.indices.compactMap { number in
                scores(of: trained, block: number, beat: beat) { book.blocks[number].isTest[$0] }.map {
                    (book.blocks[number].image, $0)
                }
            }
        )
    }

    /// The figures of the rows that are held back, by image; nil where there are none.
    func report(_ images: [(name: String, scores: SampleScores)]) -> ValidationReport? {
        guard !images.isEmpty else { return nil }
        let count = images.reduce(0) { $0 + $1.scores.count }
        let basis = "\(count) held-back samples of \(images.count) image(s)"
        return ValidationReport(basis: basis, classCount: classes.count, images: images)
    }

    private func ofFolds(
        _ wanted: Int,
        warnings: inout [String],
        beat: () -> Void,
        train: (TrainingRows) throws(Failure) -> TrainedClassifier
    ) throws(Failure) -> ValidationReport? {
        let unit = job.unit(ofImages: Set(book.blocks.map(\.image)).count)
        let folds = Folds(wanted, of: book.blocks, byImage: unit == .image, beat: beat)
        let words = unit == .image ? "images" : "scribbles, objects or rows"
        guard folds.count > 1 else {
            warnings.append("there are too few \(words) to hold some back; nothing is judged")
            return nil
        }
        if folds.count < wanted { warnings.append("there are only \(folds.count) \(words): so many folds are judged") }
        tellOfLackingClasses(folds, words, warnings: &warnings)
        var images: [SampleScores?] = book.blocks.map { _ in nil }
        for fold in 0..<folds.count {
            let rows = book.rows(classes: classes) { block, row in
                folds.parts[block][row] >= 0 && Int(folds.parts[block][row]) != fold
            }
            let trained = try train(rows)
            for number in book.blocks.indices {
                let found = scores(of: trained, block: number, beat: beat) { Int(folds.parts[number][$0]) == fold }
                guard let found else { continue }
                var sum = images[number] ?? SampleScores(classCount: classes.count)
                sum.add(found)
                images[number] = sum
            }
        }
        let named = zip(book.blocks, images).compactMap { block, scores in scores.map { (block.image, $0) } }
        return ValidationReport(
            basis: "each of \(folds.count) folds, by the others",
            classCount: classes.count,
            images: named
        )
    }

    /// Classes that all lie in one fold, whose forest of the others cannot know them: their scores are 0, and say nothing.
    private func tellOfLackingClasses(_ folds: Folds, _ words: String, warnings: inout [String]) {
        var parts: [Int32: Set<Int8>] = [:]
        for (block, ofRows) in zip(book.blocks, folds.parts) {
            for (annotation, part) in zip(block.annotations, ofRows) where part >= 0 {
                parts[annotation, default: []].insert(part)
            }
        }
        let alone = parts.filter { $0.value.count == 1 }.keys.sorted().map(String.init)
        guard !alone.isEmpty else { return }
        warnings.append(
            "all of annotation \(alone.joined(separator: ", ")) lies in one fold, and nothing of it is left to learn from "
                + "there: its scores say nothing until it has two \(words)"
        )
    }

    /// What a classifier makes of some rows of a block; nil where there are none.
    private func scores(
        of trained: TrainedClassifier,
        block number: Int,
        beat: () -> Void,
        where isTaken: (_ row: Int) -> Bool
    ) -> SampleScores? {
        let block = book.blocks[number]
        var truth: [Int] = []
        var rows: [Int] = []
        for row in 0..<block.count where isTaken(row) {
            guard let index = classes.firstIndex(of: block.annotations[row]) else { continue }
            rows.append(row)
            truth.append(index + 1)
        }
        guard !rows.isEmpty else { return nil }
        let columns = block.columns.map { column in rows.map { column[$0] } }
        return SampleScores(forest: trained.forest, columns: columns, truth: truth, beat: beat)
    }
}
