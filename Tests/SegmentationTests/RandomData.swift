import Features
import Forests
import Imaging

/// Reproducible images and forests.
struct RandomData: RandomNumberGenerator {
    private var source: SplitMix

    init(_ seed: Int) {
        source = SplitMix(seed: UInt64(seed))
    }

    mutating func next() -> UInt64 { source.next() }

    /// An image of a stored type; float32 values spread over many magnitudes and both signs.
    mutating func plane(_ size: ImageSize, _ type: PixelType) -> PixelValues {
        let count = size.pixelCount
        switch type {
        case .uint8: return .uint8((0..<count).map { _ in UInt8.random(in: 0...255, using: &self) })
        case .uint16: return .uint16((0..<count).map { _ in UInt16.random(in: 0...65_535, using: &self) })
        case .uint32: return .uint32((0..<count).map { _ in UInt32.random(in: 0 ... .max, using: &self) })
        case .float32:
            return .float32(
                (0..<count).map { _ in
                    let magnitude = Float.random(in: -20...20, using: &self)
                    let value = Float.random(in: -1...1, using: &self)
                    return (1...20).reduce(value) { Float($1) < abs(magnitude) ? $0 * 3 : $0 }
                }
            )
        }
    }

    /// A mask in which about `share` of the pixels is foreground.
    mutating func mask(_ size: ImageSize, share: Double) -> [UInt8] {
        (0..<size.pixelCount).map { _ in Double.random(in: 0..<1, using: &self) < share ? 255 : 0 }
    }

    /// A forest of trees that are at most `depth` deep, some of them bare leaves.
    mutating func forest(
        features: Int,
        classes: Int,
        trees: Int,
        depth: Int,
        thresholds: ClosedRange<Float>
    ) -> RandomForest {
        var nodes: [ForestNode] = []
        var weights: [Double] = []
        var roots: [Int32] = []
        for _ in 0..<trees {
            roots.append(grow(&nodes, &weights, features, classes, depth, thresholds))
        }
        return RandomForest(
            featureCount: features,
            classCount: classes,
            roots: roots,
            nodes: nodes,
            leafWeights: weights,
            depth: depth
        )
    }

    /// A forest of one tree that is a chain of `length` splits.
    mutating func chain(features: Int, classes: Int, length: Int, thresholds: ClosedRange<Float>) -> RandomForest {
        var nodes: [ForestNode] = []
        var weights: [Double] = []
        for index in 0..<length {
            nodes.append(split(features, thresholds))
            let place = nodes.count - 1
            let side = leaf(&nodes, &weights, classes)
            // The chain goes on behind its side leaf, on either side of the split.
            let next = Int32(nodes.count)
            (nodes[place].less, nodes[place].otherwise) = index.isMultiple(of: 2) ? (side, next) : (next, side)
        }
        _ = leaf(&nodes, &weights, classes)
        return RandomForest(
            featureCount: features,
            classCount: classes,
            roots: [0],
            nodes: nodes,
            leafWeights: weights,
            depth: length
        )
    }

    private mutating func leaf(_ nodes: inout [ForestNode], _ weights: inout [Double], _ classes: Int) -> Int32 {
        let leaf = Int32(weights.count / classes)
        for _ in 0..<classes {
            weights.append(Bool.random(using: &self) ? 0 : Double.random(in: 0...1, using: &self))
        }
        nodes.append(.leaf(leaf))
        return Int32(nodes.count - 1)
    }

    private mutating func grow(
        _ nodes: inout [ForestNode],
        _ weights: inout [Double],
        _ features: Int,
        _ classes: Int,
        _ depth: Int,
        _ thresholds: ClosedRange<Float>
    ) -> Int32 {
        if depth == 0 || Int.random(in: 0..<6, using: &self) == 0 { return leaf(&nodes, &weights, classes) }
        nodes.append(split(features, thresholds))
        let place = nodes.count - 1
        nodes[place].less = grow(&nodes, &weights, features, classes, depth - 1, thresholds)
        nodes[place].otherwise = grow(&nodes, &weights, features, classes, depth - 1, thresholds)
        return Int32(place)
    }

    /// Whole thresholds, so that whole pixel values equal some of them.
    private mutating func split(_ features: Int, _ thresholds: ClosedRange<Float>) -> ForestNode {
        .split(
            feature: Int32.random(in: 0..<Int32(features), using: &self),
            threshold: Float.random(in: thresholds, using: &self).rounded()
        )
    }
}

/// Pixels that differ; two NaN are equal, zeros of different sign are not.
func differences(_ left: [Float], _ right: [Float]) -> Int {
    precondition(left.count == right.count)
    return zip(left, right).count { !($0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)) }
}
