import Classifiers
import Features
import Forests
import Imaging

/// The classes of pixels that do not depend on an undefined feature: whatever its value, the forest decides the same.
struct CertainClasses {
    /// The class of each pixel, from 1; 0 where it depends on that feature.
    private(set) var classes: [UInt8]

    /// Far more than the rounding of float32 sums of a hundred votes.
    private static let margin = 1e-3

    /// The classes of an image whose features that begin with `undefined` may be anything.
    init(_ classifier: Classifier, _ channels: [PixelValues], _ size: ImageSize, without undefined: String) {
        let plan = classifier.plan
        let features = channels.flatMap { HostFeatures.evaluate(plan, plane: $0.floats, size: size) }
        let isDefined = channels.flatMap { _ in plan.names.map { !$0.hasPrefix(undefined) } }
        let forest = classifier.forest
        let count = forest.classCount
        classes = [UInt8](repeating: 0, count: size.pixelCount)
        for pixel in classes.indices {
            // For each pair of classes the least by which the first may lead the second.
            var leads = [Double](repeating: 0, count: count * count)
            for root in forest.roots {
                let leaves = Self.leaves(forest, root) { isDefined[$0] ? features[$0][pixel] : nil }
                for first in 0..<count {
                    for second in 0..<count {
                        leads[first * count + second] +=
                            leaves.map {
                                forest.leafWeights[$0 * count + first] - forest.leafWeights[$0 * count + second]
                            }.min() ?? 0
                    }
                }
            }
            let winner = (0..<count).first { first in
                (0..<count).allSatisfy { $0 == first || leads[first * count + $0] > Self.margin }
            }
            classes[pixel] = winner.map { UInt8($0 + 1) } ?? 0
        }
    }

    /// The leaves that a pixel may end in; both sides of a split whose feature has no value.
    private static func leaves(_ forest: RandomForest, _ root: Int32, _ value: (Int) -> Float?) -> [Int] {
        var leaves: [Int] = []
        var open = [root]
        while let index = open.popLast() {
            let node = forest.nodes[Int(index)]
            guard node.feature >= 0 else {
                leaves.append(Int(node.leaf))
                continue
            }
            let value = value(Int(node.feature))
            if value.map({ $0 < node.threshold }) ?? true { open.append(node.less) }
            if value.map({ !($0 < node.threshold) }) ?? true { open.append(node.otherwise) }
        }
        return leaves
    }
}
