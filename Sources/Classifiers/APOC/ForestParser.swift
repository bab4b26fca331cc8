import Forests

/// Reads the trees between the sums and the footer (README.md, "The body"), without recursion.
struct ForestParser {
    /// Levels of splits that are accepted; APOC's defaults make 2, scikit-learn without a limit some dozens.
    static let mostDepth = 512
    /// Nodes and leaf weights that are accepted: arrays of a few hundred megabytes at most.
    static let mostNodes = 1 << 24

    private struct OpenSplit {
        let node: Int32
        var isOtherwise = false
    }

    private let signature: KernelSignature
    private var forest: RandomForest
    private var open: [OpenSplit] = []
    /// The node of the branch being read, once it is complete.
    private var branch: Int32?
    /// The last leaf that named each class.
    private var lastLeaf: [Int32]

    private init(signature: KernelSignature) {
        self.signature = signature
        lastLeaf = [Int32](repeating: -1, count: signature.classCount)
        forest = RandomForest(
            featureCount: signature.featureCount,
            classCount: signature.classCount,
            roots: [],
            nodes: [],
            leafWeights: [],
            depth: 0
        )
    }

    /// Passes all trees and stops at the footer.
    static func forest(
        _ cursor: inout GrammarCursor,
        signature: KernelSignature
    ) throws(ClassifierError) -> RandomForest {
        var parser = ForestParser(signature: signature)
        // Text of a split with two leaves is some 60 bytes for three nodes.
        parser.forest.nodes.reserveCapacity(min((cursor.bytes.count - cursor.position) / 20, mostNodes))
        try parser.parse(&cursor)
        return parser.forest
    }

    private mutating func parse(_ cursor: inout GrammarCursor) throws(ClassifierError) {
        while true {
            cursor.skipWhiteSpace()
            switch cursor.next {
            case UInt8(ascii: "i") where branch == nil:
                try split(&cursor)
            case UInt8(ascii: "s") where branch == nil:
                complete(try leaf(&cursor))
            case UInt8(ascii: "}") where !open.isEmpty:
                try endBranch(&cursor)
            case UInt8(ascii: "f") where open.isEmpty:
                // A forest of trees that never vote is a list of empty leaves: one of them says the same.
                if forest.roots.isEmpty { complete(try appendLeaf(cursor)) }
                return
            default:
                throw cursor.syntaxError(expected: expectation)
            }
        }
    }

    private var expectation: String {
        if branch != nil { return "\"}\"" }
        let node = "\"if(i…<…){\", \"s…+=…;\""
        return open.isEmpty ? "\(node) or the footer" : "\(node) or \"}\""
    }

    private mutating func split(_ cursor: inout GrammarCursor) throws(ClassifierError) {
        guard open.count < Self.mostDepth else { throw cursor.sizeError("more than \(Self.mostDepth) splits in a row") }
        try cursor.match("if(i")
        let count = signature.featureCount
        let feature = try cursor.index(below: count, "an input from i0 to i\(count - 1)")
        try cursor.match("<")
        let threshold = Self.smallestFloat(notBelow: try cursor.number())
        try cursor.match("){")
        try cursor.endLine()
        open.append(OpenSplit(node: try append(.split(feature: Int32(feature), threshold: threshold), cursor)))
        forest.depth = max(forest.depth, open.count)
    }

    /// Passes the lines of a leaf, which name each class at most once; APOC writes them in ascending order.
    ///
    /// Outside all splits a class that does not ascend opens the next tree, a bare leaf again. However such lines are
    /// divided into trees, the sums are the same.
    private mutating func leaf(_ cursor: inout GrammarCursor) throws(ClassifierError) -> Int32 {
        let leaf = try appendLeaf(cursor)
        let base = forest.leafWeights.count - signature.classCount
        var last = -1
        while cursor.next == UInt8(ascii: "s") {
            let start = cursor.position
            try cursor.match("s")
            let count = signature.classCount
            let index = try cursor.index(below: count, "a class from s0 to s\(count - 1)")
            if open.isEmpty, index <= last {
                cursor.position = start
                return leaf
            }
            guard lastLeaf[index] != leaf else {
                cursor.position = start
                throw cursor.syntaxError(expected: "a class that the leaf does not have yet, or \"}\"")
            }
            try cursor.match("+=")
            forest.leafWeights[base + index] = try cursor.number()
            try cursor.match(";")
            try cursor.endLine()
            lastLeaf[index] = leaf
            last = index
        }
        return leaf
    }

    private mutating func endBranch(_ cursor: inout GrammarCursor) throws(ClassifierError) {
        let child: Int32
        if let branch { child = branch } else { child = try appendLeaf(cursor) }
        let split = open[open.count - 1]
        branch = nil
        if split.isOtherwise {
            try cursor.match("}")
            forest.nodes[Int(split.node)].otherwise = child
            open.removeLast()
            complete(split.node)
        } else {
            try cursor.match("} else {")
            forest.nodes[Int(split.node)].less = child
            open[open.count - 1].isOtherwise = true
        }
        try cursor.endLine()
    }

    /// Makes a finished node the branch being read, or outside all splits a tree.
    private mutating func complete(_ node: Int32) {
        if open.isEmpty { forest.roots.append(node) } else { branch = node }
    }

    private mutating func appendLeaf(_ cursor: GrammarCursor) throws(ClassifierError) -> Int32 {
        let leaf = forest.leafWeights.count / signature.classCount
        guard forest.leafWeights.count + signature.classCount <= Self.mostNodes else {
            throw cursor.sizeError("more than \(Self.mostNodes) leaf weights")
        }
        for _ in 0..<signature.classCount { forest.leafWeights.append(0) }
        return try append(.leaf(Int32(leaf)), cursor)
    }

    private mutating func append(_ node: ForestNode, _ cursor: GrammarCursor) throws(ClassifierError) -> Int32 {
        guard forest.nodes.count < Self.mostNodes else { throw cursor.sizeError("more than \(Self.mostNodes) nodes") }
        forest.nodes.append(node)
        return Int32(forest.nodes.count - 1)
    }

    /// The threshold with which `value < threshold` in float32 decides as `double(value) < text` in double does.
    private static func smallestFloat(notBelow threshold: Double) -> Float {
        let nearest = Float(threshold)
        return Double(nearest) < threshold ? nearest.nextUp : nearest
    }
}
