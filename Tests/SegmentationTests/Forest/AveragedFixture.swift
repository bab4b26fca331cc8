import Forests
import FoundationEssentials

/// Forests that vigra trained, and ilastik's average of what vigra predicts (Tests/Fixtures/forests/averaged.py).
struct AveragedFixture {
    let forest: RandomForest
    /// The values of each input, row by row.
    let inputs: [[Float]]
    /// For each class the probability of each row.
    let probabilities: [[Float]]
    /// From 1.
    let classes: [UInt8]

    /// All cases of the file.
    static func all() throws -> [AveragedFixture] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var bytes = Bytes(
            rest: Array(try Data(contentsOf: folder.appending(path: "Fixtures/forests/averaged.bin")))[...]
        )
        return (0..<bytes.int()).map { _ in AveragedFixture(&bytes) }
    }

    private init(_ bytes: inout Bytes) {
        let (features, classCount, forests, rows) = (bytes.int(), bytes.int(), bytes.int(), bytes.int())
        var sketch = VigraTrees(featureCount: features, classCount: classCount)
        for _ in 0..<forests {
            let trees = bytes.int()
            sketch.sizes.append(trees)
            for _ in 0..<trees {
                let topology = (0..<bytes.int()).map { _ in bytes.int() }
                let parameters = (0..<bytes.int()).map { _ in Double(bitPattern: bytes.word()) }
                sketch.add(topology, parameters)
            }
        }
        forest = sketch.forest
        var table = (0..<rows * features).map { _ in bytes.float() }
        inputs = (0..<features).map { feature in (0..<rows).map { table[$0 * features + feature] } }
        table = (0..<rows * classCount).map { _ in bytes.float() }
        probabilities = (0..<classCount).map { number in (0..<rows).map { table[$0 * classCount + number] } }
        classes = (0..<rows).map { _ in bytes.byte() }
    }

    /// The file from some place on; little endian.
    private struct Bytes {
        var rest: ArraySlice<UInt8>

        mutating func byte() -> UInt8 { rest.removeFirst() }
        mutating func int() -> Int { Int(Int32(bitPattern: half())) }
        mutating func float() -> Float { Float(bitPattern: half()) }
        mutating func half() -> UInt32 {
            defer { rest.removeFirst(4) }
            return rest.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        mutating func word() -> UInt64 {
            let low = half()
            return UInt64(half()) << 32 | UInt64(low)
        }
    }
}

/// Trees as vigra stores them, decoded from what is known of their numbers.
private struct VigraTrees {
    let featureCount: Int
    let classCount: Int
    var sizes: [Int] = []
    private var nodes: [ForestNode] = []
    private var weights: [Double] = []
    private var roots: [Int32] = []
    private var depth = 0

    init(featureCount: Int, classCount: Int) {
        (self.featureCount, self.classCount) = (featureCount, classCount)
    }

    var forest: RandomForest {
        RandomForest(
            featureCount: featureCount,
            classCount: classCount,
            roots: roots,
            nodes: nodes,
            leafWeights: weights,
            depth: depth,
            forestSizes: sizes
        )
    }

    mutating func add(_ topology: [Int], _ parameters: [Double]) {
        roots.append(node(2, topology, parameters, level: 0))
    }

    private mutating func node(_ place: Int, _ topology: [Int], _ parameters: [Double], level: Int) -> Int32 {
        let index = nodes.count
        let first = topology[place + 1]
        depth = max(depth, level)
        guard topology[place] == 0 else {
            let shares = parameters[first + 1...first + classCount]
            let sum = shares.reduce(0, +)
            nodes.append(.leaf(Int32(weights.count / classCount)))
            weights += shares.map { Double(Float($0 / sum)) }
            return Int32(index)
        }
        let threshold = parameters[first + 1]
        var near = Float(threshold)
        // The smallest float32 that is not below it.
        if Double(near) < threshold { near = near.nextUp }
        nodes.append(.split(feature: Int32(topology[place + 4]), threshold: near))
        nodes[index].less = node(topology[place + 2], topology, parameters, level: level + 1)
        nodes[index].otherwise = node(topology[place + 3], topology, parameters, level: level + 1)
        return Int32(index)
    }
}
