import Forests
import Imaging
import Testing
import Training

@Suite("Training of forests")
struct ForestTrainerTests {
    /// Columns that bring out what differs between two trainers.
    enum Values: CaseIterable {
        case noise, bytes, twoValues, constant, nearTies, extreme, mixed

        func column(_ count: Int, _ source: inout SplitMix) -> [Float] {
            switch self {
            case .noise: return (0..<count).map { _ in Float.random(in: -1...1, using: &source) }
            case .bytes: return (0..<count).map { _ in Float(Int.random(in: 0..<12, using: &source)) }
            case .twoValues: return (0..<count).map { _ in Bool.random(using: &source) ? 0 : -0.0 + 1 }
            case .constant: return [Float](repeating: 0.5, count: count)
            // Steps below, at and above what counts as a difference, and chains of them.
            case .nearTies: return (0..<count).map { _ in 1 + Float(Int.random(in: 0..<6, using: &source)) * 6e-8 }
            case .extreme:
                let values: [Float] = [-3.4e38, 3.4e38, -0.0, 0, .leastNonzeroMagnitude, 4.6e18, 1e-7]
                return (0..<count).map { _ in values.randomElement(using: &source)! }
            case .mixed:
                let kind = Self.allCases.dropLast().randomElement(using: &source)!
                return kind.column(count, &source)
            }
        }
    }

    private func rows(_ values: Values, rows: Int, features: Int, classes: Int, seed: UInt64) -> TrainingRows {
        var source = SplitMix(seed: seed)
        return TrainingRows(
            columns: (0..<features).map { _ in values.column(rows, &source) },
            classes: (0..<rows).map { _ in UInt8.random(in: 0..<UInt8(classes), using: &source) },
            classCount: classes
        )
    }

    @Test("equals the plain trainer", arguments: Values.allCases, [1, 2, 3, 5])
    func random(values: Values, classes: Int) throws {
        for (count, features, depth) in [(1, 1, 1), (2, 2, 3), (3, 1, 2), (17, 3, 30), (40, 10, 4), (90, 16, 2)] {
            let rows = rows(values, rows: count, features: features, classes: classes, seed: UInt64(count))
            let plain = PlainTrainer.grow(rows, depth: depth, trees: 4)
            for threads in [1, 3] {
                let trainer = ForestTrainer(maximumDepth: depth, treeCount: 4, threadCount: threads)
                expectEqual(try trainer.grow(rows), plain, "\(values), \(count) rows, \(classes) classes")
            }
        }
    }

    @Test("equals the plain trainer where nodes are large, and so small that their places are sorted")
    func sizes() throws {
        let rows = rows(.noise, rows: 30_000, features: 2, classes: 2, seed: 5)
        // Deep nodes of many rows have a few dozen rows each: every way of sorting is taken.
        let forest = try ForestTrainer(maximumDepth: 14, treeCount: 1).grow(rows)
        expectEqual(forest, PlainTrainer.grow(rows, depth: 14, trees: 1), "30,000 rows")
    }

    @Test("exclusive or, whose first split gains nothing, is split all the same")
    func exclusiveOr() throws {
        let rows = TrainingRows(
            columns: [[0, 0, 1, 1], [0, 1, 0, 1]].map { $0.flatMap { [Float](repeating: $0, count: 8) } },
            classes: [0, 1, 1, 0].flatMap { [UInt8](repeating: $0, count: 8) },
            classCount: 2
        )
        for depth in [1, 2, 5] {
            let forest = try ForestTrainer(maximumDepth: depth, treeCount: 20).grow(rows)
            expectEqual(forest, PlainTrainer.grow(rows, depth: depth, trees: 20), "depth \(depth)")
            #expect(forest.trees.allSatisfy { $0.nodes.count >= 3 })
        }
    }

    @Test("a single class gives leaves and no importance")
    func singleClass() throws {
        let rows = rows(.noise, rows: 20, features: 3, classes: 1, seed: 1)
        let forest = try ForestTrainer(treeCount: 5).grow(rows)
        #expect(forest.trees.allSatisfy { $0.nodes.count == 1 && $0.shares == [1] && $0.weights == [20] })
        #expect(forest.importances == [0, 0, 0])
    }

    @Test("fewer trees are the first of more")
    func prefix() throws {
        let rows = rows(.noise, rows: 50, features: 4, classes: 2, seed: 9)
        let many = try ForestTrainer(treeCount: 20, threadCount: 2).grow(rows)
        #expect(try ForestTrainer(treeCount: 7).grow(rows).trees == Array(many.trees.prefix(7)))
    }

    @Test("nothing annotated is refused")
    func empty() {
        #expect(throws: TrainingError.noRows) {
            try ForestTrainer().grow(TrainingRows(columns: [[]], classes: [], classCount: 0))
        }
    }

    @Test("a value that is no number is refused with its place", arguments: [Float.infinity, -.infinity])
    func notFinite(value: Float) {
        let rows = TrainingRows(columns: [[1, 2], [3, value]], classes: [0, 1], classCount: 2)
        #expect(throws: TrainingError.value(value, feature: 1, row: 1)) { try ForestTrainer().grow(rows) }
        let error = #expect(throws: TrainingError.self) {
            try ForestTrainer().grow(TrainingRows(columns: [[1, .nan]], classes: [0, 1], classCount: 2))
        }
        #expect(error?.description == "feature 1 is nan in row 2")
    }

    private func expectEqual(_ ours: GrownForest, _ plain: GrownForest, _ what: String) {
        #expect(ours.trees == plain.trees, "\(what)")
        let equal = zip(ours.importances, plain.importances).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        #expect(equal && ours.importances.count == plain.importances.count, "\(what)")
    }
}
