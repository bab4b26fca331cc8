import Forests
import OpenCLRuntime

/// A random forest in a device's memory, in the form that forest_walk.cl describes.
struct DeviceForest {
    /// Classes are stored in groups of this many, filled up with weight 0.
    static let classBlock = 4

    let nodes: DeviceBuffer
    let roots: DeviceBuffer
    let weights: DeviceBuffer
    let treeCount: Int
    let classCount: Int
    /// Weights of one leaf.
    let classStride: Int
    let depth: Int

    /// Copies `forest` to the device of `context`.
    init(_ forest: RandomForest, context: Context) throws(OpenCLError) {
        classCount = forest.classCount
        treeCount = forest.roots.count
        depth = forest.depth
        classStride = (classCount + Self.classBlock - 1) / Self.classBlock * Self.classBlock
        var packed: [Int32] = []
        packed.reserveCapacity(4 * forest.nodes.count)
        for node in forest.nodes {
            let isLeaf = node.feature < 0
            packed.append(isLeaf ? -1 : node.feature)
            packed.append(Int32(bitPattern: node.threshold.bitPattern))
            packed.append(isLeaf ? node.leaf : node.less)
            packed.append(node.otherwise)
        }
        nodes = try DeviceBuffer(context: context, copying: packed)
        roots = try DeviceBuffer(context: context, copying: forest.roots)
        weights = try DeviceBuffer(
            context: context,
            copying: Self.padded(forest.leafWeights, from: classCount, to: classStride)
        )
    }

    private static func padded(_ weights: [Double], from count: Int, to stride: Int) -> [Double] {
        let leaves = weights.count / count
        var padded = [Double](repeating: 0, count: leaves * stride)
        for leaf in 0..<leaves {
            for k in 0..<count {
                padded[leaf * stride + k] = weights[leaf * count + k]
            }
        }
        return padded
    }
}
