import Forests

/// A decision tree as vigra keeps it, in two arrays (README.md, Trees).
struct VigraTree {
    /// Kinds of nodes: `topology` has one where a node begins.
    private static let leaf: Int32 = 0x4000_0000
    private static let threshold: Int32 = 0

    let topology: [Int32]
    let parameters: [Double]
    /// Columns of the forest.
    let columns: Int
    /// Classes of the forest.
    let classes: Int
    /// Where it lies in the project, for messages.
    let place: String

    /// Appends its nodes to `forest`, each split before its branches and the lesser branch first.
    ///
    /// - Parameters:
    ///   - inputs: the input of each column.
    ///   - numbers: the class of each of the forest's, from 0, among the classes of `forest`.
    /// - Throws: where the arrays are no tree.
    func append(to forest: inout RandomForest, inputs: [Int32], numbers: [Int]) throws(ProjectProblem) {
        guard topology.count >= 4, topology[0] == columns, topology[1] == classes else {
            throw .damaged("\(place) is a tree of other features or classes than its forest")
        }
        forest.roots.append(Int32(forest.nodes.count))
        var isSeen = [Bool](repeating: false, count: topology.count)
        /// Nodes to come, the next one last: where it begins, its depth, the split it is a branch of, and which.
        var open: [(place: Int, depth: Int, parent: Int, isLess: Bool)] = [(2, 0, -1, true)]
        while let next = open.popLast() {
            guard topology.indices.contains(next.place), topology.indices.contains(next.place + 1), next.place >= 2,
                !isSeen[next.place]
            else { throw .damaged("a branch of \(place) leads nowhere, or to a node of another one") }
            isSeen[next.place] = true
            let number = forest.nodes.count
            guard number < RandomForest.mostNodes, next.depth <= RandomForest.mostDepth else { throw Self.tooLarge }
            forest.depth = max(forest.depth, next.depth)
            if next.parent >= 0 {
                if next.isLess {
                    forest.nodes[next.parent].less = Int32(number)
                } else {
                    forest.nodes[next.parent].otherwise = Int32(number)
                }
            }
            switch topology[next.place] {
            case Self.leaf:
                try appendLeaf(at: next.place, to: &forest, numbers)
            case Self.threshold:
                forest.nodes.append(try split(at: next.place, inputs))
                open.append((Int(topology[next.place + 3]), next.depth + 1, number, false))
                open.append((Int(topology[next.place + 2]), next.depth + 1, number, true))
            default:
                throw ProjectProblem(
                    "\(place) has a node of kind \(topology[next.place]), which is not known",
                    remedy: "train with ilastik's own random forest, and save the project"
                )
            }
        }
    }

    private func split(at place: Int, _ inputs: [Int32]) throws(ProjectProblem) -> ForestNode {
        guard place + 4 < topology.count, let address = address(at: place, count: 2) else {
            throw .damaged("a split of \(self.place) is cut off")
        }
        let column = Int(topology[place + 4])
        let threshold = parameters[address + 1]
        guard inputs.indices.contains(column), !threshold.isNaN else {
            throw .damaged("a split of \(self.place) asks for feature \(column), or has no threshold")
        }
        return .split(feature: inputs[column], threshold: Self.roundedUp(threshold))
    }

    private func appendLeaf(at place: Int, to forest: inout RandomForest, _ numbers: [Int]) throws(ProjectProblem) {
        guard let address = address(at: place, count: 1 + classes) else {
            throw .damaged("a leaf of \(self.place) is cut off")
        }
        let weights = parameters[(address + 1)..<(address + 1 + classes)]
        let sum = weights.reduce(0, +)
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), sum > 0, sum.isFinite else {
            throw .damaged("a leaf of \(self.place) has weights that are none")
        }
        // vigra divides by the sum of all trees: where the leaves' own differ, some trees count for more.
        guard abs(sum - 1) < 1e-6 else {
            throw ProjectProblem(
                "the shares of a leaf of \(self.place) do not sum to 1, as those of ilastik's forests do",
                remedy: "train with ilastik's own random forest, and save the project"
            )
        }
        let row = forest.leafWeights.count / forest.classCount
        guard forest.leafWeights.count + forest.classCount <= RandomForest.mostNodes else { throw Self.tooLarge }
        forest.nodes.append(.leaf(Int32(row)))
        forest.leafWeights += repeatElement(0, count: forest.classCount)
        for (number, weight) in zip(numbers, weights) {
            forest.leafWeights[row * forest.classCount + number] = Double(Float(weight / sum))
        }
    }

    /// Where the parameters of a node begin; nil where there are fewer than `count`.
    private func address(at place: Int, count: Int) -> Int? {
        let address = Int(topology[place + 1])
        return address >= 0 && address + count <= parameters.count ? address : nil
    }

    /// The smallest float32 not below a threshold: `value < threshold` is the same for every float32.
    static func roundedUp(_ threshold: Double) -> Float {
        let nearest = Float(threshold)
        return Double(nearest) < threshold ? nearest.nextUp : nearest
    }

    private static let tooLarge = ProjectProblem(
        "the forest has more than \(RandomForest.mostNodes) nodes or weights, or \(RandomForest.mostDepth) levels",
        remedy: "train with fewer annotations, and save the project"
    )
}
