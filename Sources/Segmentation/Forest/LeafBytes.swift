import Forests

/// The bytes that the leaves of a forest stand for in a program: parts of votes, or of a leaf's number.
struct LeafBytes {
    let nodes: [ForestNode]
    /// For each leaf, one byte for each result.
    let bytes: [[UInt8]]

    /// What `node` gives for `result`, 0 where its leaf has no such result; nil where it is a split.
    func byte(_ node: Int32, _ result: Int) -> UInt8? {
        guard nodes[Int(node)].feature < 0 else { return nil }
        let leaf = bytes[Int(nodes[Int(node)].leaf)]
        return result < leaf.count ? leaf[result] : 0
    }

    /// The bytes that mixed operations read, each once, ascending; constant operations hold their own.
    func constants(of operations: [ForestOperation], results: Int) -> [UInt8] {
        var isUsed = [Bool](repeating: false, count: 256)
        for operation in operations where !operation.isConstant {
            for operand in operation.operands {
                for result in 0..<results {
                    if let byte = byte(operand, result) { isUsed[Int(byte)] = true }
                }
            }
        }
        return isUsed.indices.filter { isUsed[$0] }.map { UInt8($0) }
    }
}
