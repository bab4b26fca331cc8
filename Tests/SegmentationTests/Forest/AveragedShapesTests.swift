import Forests
import Imaging
import Testing

@Suite(
    "Averaged forests on the device do what their definition says",
    .enabled(if: TestDevice.isPresent, "no OpenCL device")
)
struct AveragedShapesTests {
    /// Cuts `count` trees into forests: one, as equal ones as go, or any.
    private static func sizes(_ count: Int, _ random: inout RandomData) -> [Int] {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return [count]
        case 1:
            let forests = min(count, [2, 4, 8, 10].randomElement(using: &random) ?? 2)
            return (0..<forests).map { count / forests + ($0 < count % forests ? 1 : 0) }
        default:
            var sizes: [Int] = []
            while sizes.reduce(0, +) < count {
                sizes.append(Int.random(in: 1...min(40, count - sizes.reduce(0, +)), using: &random))
            }
            return sizes
        }
    }

    @Test("random trees of every shape in random forests", arguments: ForestValueTests.Way.allCases)
    func shapes(way: ForestValueTests.Way) throws {
        let engine = try way.engine()
        let shapes =
            [
                (2, 12, 6), (1, 3, 4), (3, 6, 20), (255, 4, 3), (9, 0, 3), (5, 9, 8), (2, 1, 100), (3, 4, 100),
                (2, 7, 37), (4, 12, 9),
            ] as [(classes: Int, depth: Int, trees: Int)]
        let families: [ThresholdFamily] = [.single, .wholeNumbers, .crowds, .fullBin, .even, .adjacent]
        for (index, shape) in shapes.enumerated() {
            for repetition in 0..<3 {
                var random = RandomData(1000 + 10 * index + repetition)
                let thresholds = (0..<3).map { _ in
                    (families.randomElement(using: &random) ?? .even).thresholds(&random)
                }
                // Values that are no numbers are the host's work.
                let planes = thresholds.map { thresholds in
                    random.values(around: thresholds, count: ForestValueTests.size.pixelCount)
                        .map { abs($0) < 1e9 ? $0 : thresholds[0] }
                }
                var sketch = ForestSketch(featureCount: 3, classCount: shape.classes)
                for _ in 0..<shape.trees { sketch.addRandom(depth: shape.depth, thresholds: thresholds, &random) }
                if index == 0 { sketch.addChain(length: 600, thresholds: thresholds, &random) }
                sketch.forestSizes = Self.sizes(sketch.treeCount, &random)
                try ForestValueTests.compare(engine, sketch.forest, planes, "\(shape), \(sketch.forestSizes)")
            }
        }
    }

    @Test("equal votes are decided by what averaging rounds", arguments: ForestValueTests.Way.allCases)
    func ties(way: ForestValueTests.Way) throws {
        let engine = try way.engine()
        for seed in 0..<24 {
            var random = RandomData(seed)
            let count = [100, 100, 98, 64, 30, 7][seed % 6]
            let thresholds = (1...count).map { Float($0) }.shuffled(using: &random)
            var sketch = ForestSketch(featureCount: 1, classCount: 2 + seed % 3)
            // As many votes for the second class as the value says.
            for threshold in thresholds { sketch.addStump(threshold) }
            sketch.forestSizes = Self.sizes(count, &random)
            let plane = (0..<ForestValueTests.size.pixelCount).map { pixel in
                pixel.isMultiple(of: 3) ? Float(count / 2) : Float(pixel % (count + 1))
            }
            try ForestValueTests.compare(engine, sketch.forest, [plane], "\(sketch.forestSizes)")
        }
    }

    @Test("the same shares in another order: sums differ in the last bits", arguments: ForestValueTests.Way.allCases)
    func orders(way: ForestValueTests.Way) throws {
        let engine = try way.engine()
        let thresholds = (1...60).map { Float($0) }
        var lost = 0
        for (seed, count) in [100, 98, 60].enumerated() {
            var random = RandomData(50 + seed)
            // For each rank and class the shares of all trees, the same ones in another order.
            let shares = (0...thresholds.count).map { _ in
                let all = (0..<count).map { _ in Double(Float(Int.random(in: 1...3, using: &random)) / 7) }
                return (0..<4).map { _ in all.shuffled(using: &random) }
            }
            var sketch = ForestSketch(featureCount: 1, classCount: 4)
            for tree in 0..<count { sketch.addSearch(thresholds, votes: shares.map { $0.map { $0[tree] } }) }
            sketch.forestSizes = seed == 0 ? [25, 25, 25, 25] : Self.sizes(count, &random)
            let plane = (0..<ForestValueTests.size.pixelCount).map { Float($0 % (thresholds.count + 1)) }
            try ForestValueTests.compare(engine, sketch.forest, [plane], "\(sketch.forestSizes)")
            // Where a later class has the greater total and the same average.
            let definition = ForestDefinition(sketch.forest, [plane], size: ForestValueTests.size)
            lost += zip(definition.classes, definition.classesOfTotals).count { $0 != $1 }
        }
        #expect(lost > 20)
    }
}
