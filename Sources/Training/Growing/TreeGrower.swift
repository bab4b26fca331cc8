import Forests

/// Grows tree after tree on one thread.
final class TreeGrower {
    /// A tree and the impurity of each of its nodes.
    struct Grown: Sendable {
        var tree = GrownForest.Tree(nodes: [], shares: [], weights: [])
        var impurities: [Double] = []
    }

    /// A node whose turn comes.
    private struct Open {
        var rows: Range<Int>
        var depth: Int
        var constants: Int
        var parent: Int?
        var isOtherwise: Bool
    }

    private let columns: SortedColumns
    private let classes: [UInt8]
    private let classCount: Int
    private let maximumDepth: Int
    private let search: SplitSearch
    private let sorter: NodeSorter
    /// The rows of the tree, those of a node side by side and ascending.
    private let rows: Scratch<UInt32>
    private let aside: Scratch<UInt32>

    /// A grower of trees on those rows.
    init(_ rows: TrainingRows, _ columns: SortedColumns, maximumDepth: Int) {
        (self.columns, self.classes, self.classCount) = (columns, rows.classes, rows.classCount)
        self.maximumDepth = maximumDepth
        search = SplitSearch(count: rows.count, classCount: rows.classCount)
        sorter = NodeSorter(count: rows.count)
        self.rows = Scratch(repeating: 0, count: rows.count)
        aside = Scratch(repeating: 0, count: rows.count)
    }

    /// The tree of that seed; `progress` is called for each node.
    func grow(seed: UInt32, progress: () -> Void) -> Grown {
        var grown = Grown()
        var draw = FeatureDraw(ForestSeeds.features(ofTree: seed), featureCount: columns.values.count)
        let root = Open(rows: 0..<drawRows(seed), depth: 0, constants: 0, parent: nil, isOtherwise: false)
        var open = [root]
        while let node = open.popLast() {
            progress()
            let index = append(node, to: &grown)
            guard node.depth < maximumDepth, node.rows.count >= 2, grown.impurities[index] > Impurity.smallest else {
                continue
            }
            let constants = draw.node(known: node.constants) { scan($0, node.rows) }
            guard search.feature >= 0 else { continue }
            grown.tree.nodes[index].feature = search.feature
            grown.tree.nodes[index].threshold = search.threshold
            let middle = divide(node.rows)
            let (less, otherwise) = (node.rows.lowerBound..<middle, middle..<node.rows.upperBound)
            let below = Open(rows: less, depth: node.depth + 1, constants: constants, parent: index, isOtherwise: false)
            // The smaller side is grown first, down to its leaves: it goes on with the same random numbers.
            open.append(
                Open(rows: otherwise, depth: below.depth, constants: constants, parent: index, isOtherwise: true)
            )
            open.append(below)
        }
        return grown
    }

    /// Draws the bootstrap; how many rows were drawn.
    private func drawRows(_ seed: UInt32) -> Int {
        let weighed = search.weighed.start
        for (row, number) in classes.enumerated() { weighed[row] = UInt32(number) }
        ForestSeeds.bootstrap(ofTree: seed, rows: classes.count) { weighed[$0] += 256 }
        var count = 0
        for row in classes.indices where weighed[row] >= 256 {
            rows.start[count] = UInt32(row)
            count += 1
        }
        return count
    }

    /// Adds a node as a leaf, which it may stay.
    private func append(_ node: Open, to grown: inout Grown) -> Int {
        let index = grown.tree.nodes.count
        let impurity = search.begin(rows.start + node.rows.lowerBound, count: node.rows.count)
        grown.tree.nodes.append(GrownForest.Node(feature: -1, threshold: 0, less: -1, otherwise: -1))
        grown.tree.weights.append(search.weight)
        for number in 0..<classCount { grown.tree.shares.append(search.totals.start[number] / search.weight) }
        grown.impurities.append(impurity)
        if let parent = node.parent {
            if node.isOtherwise {
                grown.tree.nodes[parent].otherwise = Int32(index)
            } else {
                grown.tree.nodes[parent].less = Int32(index)
            }
        }
        return index
    }

    /// Scans a feature for the node; false where all its values are one.
    private func scan(_ feature: Int, _ node: Range<Int>) -> Bool {
        let places = sorter.places.start
        columns.ranks[feature].withUnsafeBufferPointer { ranks in
            sorter.sort(rows.start + node.lowerBound, count: node.count, ranks: ranks.baseAddress!)
        }
        return columns.values[feature].withUnsafeBufferPointer { values in
            let (first, last) = (values[Int(places[0])], values[Int(places[node.count - 1])])
            guard NearTie.isSplit(first, last) else { return false }
            columns.rows[feature].withUnsafeBufferPointer { rows in
                search.scan(
                    feature,
                    places,
                    count: node.count,
                    values: values.baseAddress!,
                    rows: rows.baseAddress!
                )
            }
            return true
        }
    }

    /// Divides the node's rows by the best split, each side in its old order; where the larger side begins.
    private func divide(_ node: Range<Int>) -> Int {
        let (rows, aside, last) = (rows.start, aside.start, search.lastPlace)
        return columns.ranks[Int(search.feature)].withUnsafeBufferPointer { ranks in
            var (less, otherwise) = (node.lowerBound, 0)
            for index in node {
                let row = rows[index]
                // Where places are compared nothing is rounded: the threshold lies between the two neighbours.
                if ranks[Int(row)] <= last {
                    rows[less] = row
                    less += 1
                } else {
                    aside[otherwise] = row
                    otherwise += 1
                }
            }
            (rows + less).update(from: aside, count: otherwise)
            return less
        }
    }
}
