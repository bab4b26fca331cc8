import Features
import Forests

/// The extract of a project (README.md, The extract): equal classifiers are equal bytes.
extension PixelStages {
    /// What an extract begins with.
    static let signature = Array("segmentd-extract".utf8)
    /// Bytes of the largest extract: a classifier file has no more.
    package static let mostBytes = 64 << 20
    private static let version: UInt32 = 1
    /// In place of an input, where a leaf begins.
    private static let leaf = UInt32.max
    /// Fields of the matrix, channels, and stages that are accepted, in writing as in reading.
    private static let most = (entries: 1000, channels: 4096, stages: 8)

    /// The extract.
    ///
    /// - Throws: where it would be too large.
    package func extract() throws(ProjectProblem) -> [UInt8] {
        try checkCounts()
        var bytes = ExtractBytes(Self.signature)
        for value in [Int(Self.version), dimensions, channels, stages.count] { bytes.append(UInt32(value)) }
        for stage in stages {
            bytes.append(UInt32(stage.selection.entries.count))
            for entry in stage.selection.entries {
                bytes.append(UInt8(FeatureSelection.Kind.allCases.firstIndex(of: entry.kind) ?? 0))
                bytes.append(UInt8(entry.isPlanar ? 1 : 0))
                bytes.append(entry.sigma.bitPattern)
            }
            bytes.append(UInt32(stage.forest.classCount))
            bytes.append(UInt32(stage.forest.forestSizes.count))
            for size in stage.forest.forestSizes { bytes.append(UInt32(size)) }
            for root in stage.forest.roots { Self.append(stage.forest, root, to: &bytes) }
            guard bytes.bytes.count <= Self.mostBytes else {
                throw ProjectProblem(
                    "its forest makes more than \(Self.mostBytes >> 20) MB",
                    remedy: "train with fewer annotations, and save the project"
                )
            }
        }
        return bytes.bytes
    }

    /// Refuses what no extract is read with.
    private func checkCounts() throws(ProjectProblem) {
        guard channels <= Self.most.channels else {
            throw ProjectProblem(
                "the project is for images of \(channels) channels, and \(Self.most.channels) are taken",
                remedy: "train on images of fewer channels, and save the project"
            )
        }
        for stage in stages where stage.selection.entries.count > Self.most.entries {
            throw ProjectProblem(
                "the project selects \(stage.selection.entries.count) features and scales, and \(Self.most.entries) are taken",
                remedy: "select fewer features, train, and save the project"
            )
        }
        guard stages.count <= Self.most.stages else {
            throw ProjectProblem(
                "the project has \(stages.count) stages, and \(Self.most.stages) are taken",
                remedy: "train a project of fewer stages"
            )
        }
    }

    /// Appends a tree, each split before its branches and the lesser branch first, whatever the order of its nodes is.
    private static func append(_ forest: RandomForest, _ root: Int32, to bytes: inout ExtractBytes) {
        var open = [root]
        while let number = open.popLast() {
            let node = forest.nodes[Int(number)]
            guard node.feature >= 0 else {
                bytes.append(leaf)
                let first = Int(node.leaf) * forest.classCount
                for weight in forest.leafWeights[first..<first + forest.classCount] {
                    bytes.append(Float(weight).bitPattern)
                }
                continue
            }
            bytes.append(UInt32(node.feature))
            bytes.append(node.threshold.bitPattern)
            open += [node.otherwise, node.less]
        }
    }

    /// Reads an extract.
    ///
    /// - Throws: where the bytes are none.
    package init(extract: [UInt8]) throws(ProjectProblem) {
        guard extract.count <= Self.mostBytes, extract.starts(with: Self.signature) else {
            throw Self.damaged("signature")
        }
        var bytes = ExtractReader(extract, from: Self.signature.count)
        guard try bytes.number() == Self.version else {
            throw ProjectProblem(
                "the extract is of another version of segmentd",
                remedy: "put the project's file back in its place, of which a new extract is made"
            )
        }
        dimensions = try bytes.count(2...3)
        channels = try bytes.count(1...Self.most.channels)
        stages = []
        for number in 0..<(try bytes.count(1...Self.most.stages)) {
            var entries: [FeatureSelection.Entry] = []
            for _ in 0..<(try bytes.count(1...Self.most.entries)) { entries.append(try Self.entry(&bytes)) }
            let selection = FeatureSelection(entries)
            let inputs = selection.count(dimensions: dimensions) * channelsOfStage(number)
            stages.append(Stage(selection: selection, forest: try Self.forest(&bytes, inputs: inputs)))
        }
        guard bytes.isAtEnd else { throw Self.damaged("end") }
    }

    private static func entry(_ bytes: inout ExtractReader) throws(ProjectProblem) -> FeatureSelection.Entry {
        let (kind, planar) = (Int(try bytes.byte()), try bytes.byte())
        let sigma = Double(bitPattern: try bytes.long())
        guard FeatureSelection.Kind.allCases.indices.contains(kind), planar <= 1, sigma.isFinite, sigma > 0 else {
            throw damaged("selection")
        }
        return FeatureSelection.Entry(FeatureSelection.Kind.allCases[kind], sigma: sigma, isPlanar: planar == 1)
    }

    private static func forest(_ bytes: inout ExtractReader, inputs: Int) throws(ProjectProblem) -> RandomForest {
        var forest = RandomForest(
            featureCount: inputs,
            classCount: try bytes.count(1...RandomForest.mostClasses),
            roots: [],
            nodes: [],
            leafWeights: [],
            depth: 0
        )
        for _ in 0..<(try bytes.count(1...RandomForest.mostTrees)) {
            forest.forestSizes.append(try bytes.count(1...RandomForest.mostTrees))
        }
        let trees = forest.forestSizes.reduce(0, +)
        guard trees <= RandomForest.mostTrees else { throw damaged("number of trees") }
        for _ in 0..<trees { try appendTree(&bytes, to: &forest) }
        return forest
    }

    private static func appendTree(_ bytes: inout ExtractReader, to forest: inout RandomForest) throws(ProjectProblem) {
        /// Splits with a branch to come, the deepest last.
        var open: [(node: Int, depth: Int)] = []
        forest.roots.append(Int32(forest.nodes.count))
        repeat {
            let number = forest.nodes.count
            let depth = (open.last?.depth ?? -1) + 1
            guard number < RandomForest.mostNodes, depth <= RandomForest.mostDepth else {
                throw damaged("size of a tree")
            }
            forest.depth = max(forest.depth, depth)
            if let parent = open.last {
                if forest.nodes[parent.node].less < 0 {
                    forest.nodes[parent.node].less = Int32(number)
                } else {
                    forest.nodes[parent.node].otherwise = Int32(number)
                    open.removeLast()
                }
            }
            let input = try bytes.number()
            if input == leaf {
                guard forest.leafWeights.count + forest.classCount <= RandomForest.mostNodes else {
                    throw damaged("size of a tree")
                }
                forest.nodes.append(.leaf(Int32(forest.leafWeights.count / forest.classCount)))
                for _ in 0..<forest.classCount {
                    let weight = Float(bitPattern: try bytes.number())
                    guard weight >= 0, weight <= 1 else { throw damaged("weights of a leaf") }
                    forest.leafWeights.append(Double(weight))
                }
            } else {
                let threshold = Float(bitPattern: try bytes.number())
                guard Int(input) < forest.featureCount, !threshold.isNaN else { throw damaged("split") }
                forest.nodes.append(.split(feature: Int32(input), threshold: threshold))
                open.append((number, depth))
            }
        } while !open.isEmpty
    }

    static func damaged(_ part: String) -> ProjectProblem {
        ProjectProblem(
            "the extract of a project is damaged (\(part))",
            remedy: "put the project's file back in its place, of which a new extract is made"
        )
    }
}

/// Bytes that grow, the lowest of each number first.
private struct ExtractBytes {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Bytes that are read, from the first to the last.
private struct ExtractReader {
    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8], from position: Int) { (self.bytes, self.position) = (bytes, position) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(ProjectProblem) -> UInt8 { try value() }
    mutating func number() throws(ProjectProblem) -> UInt32 { try value() }
    mutating func long() throws(ProjectProblem) -> UInt64 { try value() }

    /// A number in a range.
    mutating func count(_ range: ClosedRange<Int>) throws(ProjectProblem) -> Int {
        let count = Int(try number())
        guard range.contains(count) else { throw PixelStages.damaged("a count of \(count)") }
        return count
    }

    private mutating func value<Value: FixedWidthInteger>() throws(ProjectProblem) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - position >= size else { throw PixelStages.damaged("its end is missing") }
        defer { position += size }
        return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self)) }
    }
}
