import Forests

/// The text of a classifier file as it grows, and how trees are written, without recursion.
struct ForestWriter {
    private(set) var bytes: [UInt8] = []

    /// Something that is still to be written, at that depth of splits.
    private enum Step {
        case node(Int, depth: Int)
        case otherwise(depth: Int)
        case end(depth: Int)
    }

    /// Adds a line, indented by that many blanks.
    mutating func line(_ text: String, indentation: Int = 0) {
        for _ in 0..<indentation { bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds a tree. A leaf names only the classes that have a share.
    mutating func write(_ tree: GrownForest.Tree, classCount: Int) {
        var steps = [Step.node(0, depth: 0)]
        while let step = steps.popLast() {
            switch step {
            case .node(let index, let depth):
                let node = tree.nodes[index]
                if node.feature < 0 {
                    for number in 0..<classCount {
                        let share = tree.shares[index * classCount + number]
                        guard share > 0 else { continue }
                        line("s\(number)+=\(NumberText.of(share));", indentation: depth)
                    }
                } else {
                    let threshold = NumberText.ofThreshold(node.threshold)
                    line("if(i\(node.feature)<\(threshold)){", indentation: depth)
                    steps.append(.end(depth: depth))
                    steps.append(.node(Int(node.otherwise), depth: depth + 1))
                    steps.append(.otherwise(depth: depth))
                    steps.append(.node(Int(node.less), depth: depth + 1))
                }
            case .otherwise(let depth): line("} else {", indentation: depth)
            case .end(let depth): line("}", indentation: depth)
            }
        }
    }
}
