import Classifiers
import Forests
import Training
import Validation
import WorkerProtocol

/// What forests of some of the features make of rows that they were not grown on, fold by fold.
struct FoldJudge {
    private let trainer: ForestTrainer
    private let classCount: Int
    /// The names of the blocks that rows come from.
    private let images: [String]
    private let foldCount: Int
    /// The values of each column, and the class, fold and block of each row.
    let columns: [[Float]]
    private let classes: [UInt8]
    private let folds: [Int8]
    private let blocks: [Int]

    /// How many rows are judged.
    var count: Int { classes.count }

    /// A judge on the rows that are learnt from.
    ///
    /// - Parameter mostRows: of so many, every second, third… row of each class is taken.
    init(_ book: SampleBook, _ folds: Folds, trainer: ForestTrainer, mostRows: Int) {
        let annotations = book.classes
        var numbers: [Int32: Int] = [:]
        for (number, annotation) in annotations.enumerated() { numbers[annotation] = number }
        let all = book.blocks.reduce(0) { $0 + $1.isTest.count { !$0 } }
        let step = max(1, (all + mostRows - 1) / mostRows)
        var seen = [Int](repeating: 0, count: annotations.count)
        var (classes, parts, blocks) = ([UInt8](), [Int8](), [Int]())
        var columns = [[Float]](repeating: [], count: book.featureNames.count)
        for (index, block) in book.blocks.enumerated() {
            for row in 0..<block.count where folds.parts[index][row] >= 0 {
                guard let number = numbers[block.annotations[row]] else { continue }
                seen[number] += 1
                guard (seen[number] - 1) % step == 0 else { continue }
                classes.append(UInt8(number))
                parts.append(folds.parts[index][row])
                blocks.append(index)
                for column in columns.indices { columns[column].append(block.columns[column][row]) }
            }
        }
        (self.trainer, classCount, foldCount) = (trainer, annotations.count, folds.count)
        images = book.blocks.map(\.image)
        (self.columns, self.classes, self.folds, self.blocks) = (columns, classes, parts, blocks)
    }

    /// The forest of all rows: as it is read from the file that would be written.
    func forest(beat: () -> Void) throws(Failure) -> (forest: RandomForest, importances: [Double]) {
        let rows = TrainingRows(columns: columns, classes: classes, classCount: classCount)
        return try grow(rows, beat: beat)
    }

    /// The figures of forests of the given columns, image by image.
    func scores(of chosen: [Int], beat: () -> Void) throws(Failure) -> [(name: String, scores: SampleScores)] {
        var scores = images.map { ($0, SampleScores(classCount: classCount)) }
        for fold in 0..<foldCount {
            let learnt = folds.indices.filter { folds[$0] != fold }
            let judged = folds.indices.filter { folds[$0] == fold }
            guard !learnt.isEmpty else { continue }
            let rows = TrainingRows(
                columns: chosen.map { column in learnt.map { columns[column][$0] } },
                classes: learnt.map { classes[$0] },
                classCount: classCount
            )
            let forest = try grow(rows, beat: beat).forest
            let values = chosen.map { column in judged.map { columns[column][$0] } }
            forest.forEachPixel(of: values, count: judged.count) { index, votes in
                if index.isMultiple(of: SampleScores.rowsPerBeat) { beat() }
                let row = judged[index]
                scores[blocks[row]].1.add(
                    truth: Int(classes[row]) + 1,
                    result: Int(RandomForest.firstMaximum(votes)),
                    probabilities: (1...classCount).map { RandomForest.probability(ofClass: $0, votes: votes) }
                )
            }
            beat()
        }
        return scores.filter { $0.1.count > 0 }
    }

    private func grow(
        _ rows: TrainingRows,
        beat: () -> Void
    ) throws(Failure) -> (forest: RandomForest, importances: [Double]) {
        let grown: GrownForest
        do throws(TrainingError) { grown = try trainer.grow(rows, progress: beat) } catch {
            throw Failure(training: error, names: rows.columns.indices.map { "number \($0 + 1)" })
        }
        let writer = APOCWriter(
            className: .pixelClassifier,
            featureSpecification: "original",
            groundTruthDimensions: 2,
            maximumDepth: trainer.maximumDepth
        )
        do throws(ClassifierError) {
            let file = try APOCFile(parsing: writer.bytes(of: grown), name: "the forest")
            return (file.forest, grown.importances)
        } catch { throw Failure(classifier: error) }
    }
}
