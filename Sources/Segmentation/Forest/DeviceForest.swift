import Forests
import OpenCLRuntime

/// A random forest in a device's memory, in the form of the kernel that suits its shape.
final class DeviceForest {
    /// How a forest is evaluated.
    fileprivate enum Strategy {
        /// One pixel at a time.
        case walk
        /// Quantised votes of many pixels at once, and exact ones where those cannot decide.
        case classes(ForestProgram, QuantisedVotes)
        /// Exact votes of many pixels at once; `block` classes at a time.
        case votes(ForestProgram, block: Int, outputs: Int)
    }

    /// Classes are stored in groups of this many, filled up with weight 0.
    private static let classBlock = 4
    /// Trees of more levels are walked.
    private static let mostLevels = 500
    /// A program evaluates every split for every pixel, a walk only those on the pixel's paths; a step of a walk costs as
    /// much time as so many splits of a program.
    private static let splitsPerStep = 300

    /// The name of the kernel.
    let kernelName: String
    /// Which forests the kernel is for.
    let kind: ForestKind
    /// Arguments of the kernel before those of the output, and behind them.
    private let before: [KernelArgument]
    private let scratch: [KernelArgument]
    private let givesVotes: Bool

    /// Copies `forest` to the device of `context`, to give classes alone or votes too.
    init(
        _ forest: RandomForest,
        context: Context,
        wantsVotes: Bool,
        walks: Bool
    ) throws(OpenCLError) {
        let tree = ProgramTree(forest)
        var strategy = Self.strategy(forest, tree, wantsVotes: wantsVotes, walks: walks)
        if let bytes = strategy.scratchBytes, bytes > context.device.localMemory { strategy = .walk }
        let classCount = forest.classCount
        func numbers(_ values: [UInt32]) throws(OpenCLError) -> KernelArgument {
            .buffer(try DeviceBuffer(context: context, copying: values))
        }
        func program(_ program: ForestProgram) throws(OpenCLError) -> [KernelArgument] {
            [
                .buffer(try DeviceBuffer(context: context, copying: program.bins.bins)), .int(program.bins.count),
                .buffer(try DeviceBuffer(context: context, copying: program.bins.tables)),
                try numbers(program.constants), .int(program.constants.count), try numbers(program.operations),
            ]
        }
        func segments(_ program: ForestProgram) throws(OpenCLError) -> [KernelArgument] {
            [
                .buffer(try DeviceBuffer(context: context, copying: program.segments)),
                .int(program.segments.count / 4),
            ]
        }
        kind = ForestKind(
            classCount: min(classCount, 3),
            wantsVotes: wantsVotes,
            isWide: strategy.isWide,
            walks: strategy.walks,
            isAveraged: forest.isAveraged
        )
        let suffix = forest.isAveraged ? "_averaged" : ""
        let ends = KernelArgument.buffer(
            try DeviceBuffer(context: context, copying: forest.isAveraged ? forest.forestEnds.map { Int32($0) } : [0])
        )
        switch strategy {
        case .walk:
            kernelName = "forest_walk" + suffix
            before = try Self.walk(forest, tree, context) + [ends]
            (scratch, givesVotes) = ([], true)
        case .classes(let data, let votes):
            kernelName = (classCount <= 2 ? "forest_program_1" : "forest_program_2") + suffix
            let words = try program(data) + [.int(data.passWords), .int(data.passCount)] + segments(data)
            let offsets = try DeviceBuffer(context: context, copying: votes.offsets.map { Int32($0) })
            let decision: [KernelArgument] = [.buffer(offsets), .int(votes.bound + 1)]
            let exact = try Self.walk(forest, tree, context) + [.int(forest.featureCount), ends]
            before = words + decision + exact
            (scratch, givesVotes) = ([.local(data.scratchBytes)], false)
        case .votes(let data, let block, let outputs):
            kernelName =
                (outputs > 1 ? "forest_votes_wide" : block == 2 ? "forest_votes_2" : "forest_votes_4") + suffix
            let weights = Self.blocks(forest, tree, block: block)
            var first: [Int32] = []
            var count: Int32 = 0
            for leaves in tree.leavesOfTrees {
                first.append(count)
                count += Int32(leaves.count)
            }
            let words = try program(data) + segments(data)
            before =
                words + [
                    .buffer(try DeviceBuffer(context: context, copying: first)),
                    .buffer(try DeviceBuffer(context: context, copying: weights)), .int(Int(count)), .int(classCount),
                    .int(forest.roots.count), ends,
                ]
            (scratch, givesVotes) = ([.local(data.scratchBytes)], true)
        }
    }

    /// What follows the arguments of the strip.
    func arguments(classes: DeviceBuffer, votes: DeviceBuffer, votesPlane: Int) -> [KernelArgument] {
        before + [.buffer(classes)] + (givesVotes ? [.buffer(votes), .long(votesPlane)] : []) + scratch
    }

    private static func strategy(
        _ forest: RandomForest,
        _ tree: ProgramTree,
        wantsVotes: Bool,
        walks: Bool
    ) -> Strategy {
        let steps = forest.roots.count * max(forest.depth, 1)
        guard !walks, forest.depth <= mostLevels, forest.splitCount <= splitsPerStep * steps else { return .walk }
        let bins = ForestBins(forest)
        if wantsVotes {
            let most = tree.leavesOfTrees.map(\.count).max() ?? 0
            guard most <= 65_536 else { return .walk }
            let outputs = most > 256 ? 2 : 1
            let block = forest.classCount <= 2 && outputs == 1 ? 2 : 4
            var numbers = [[UInt8]](repeating: [], count: forest.leafWeights.count / forest.classCount)
            for leaves in tree.leavesOfTrees {
                for (number, leaf) in leaves.enumerated() {
                    numbers[leaf] = [UInt8(number & 0xff)] + (outputs > 1 ? [UInt8(number >> 8)] : [])
                }
            }
            let program = ForestProgram(
                forest,
                tree: tree,
                bins: bins,
                bytes: numbers,
                outputs: outputs,
                extraBytes: ForestProgram.tile * 4 * block * (forest.isAveraged ? 2 : 1)
            )
            return program.map { .votes($0, block: block, outputs: outputs) } ?? .walk
        }
        guard let votes = QuantisedVotes(forest, leavesOfTrees: tree.leavesOfTrees) else { return .walk }
        let outputs = forest.classCount <= 2 ? 1 : 2
        let program = ForestProgram(forest, tree: tree, bins: bins, bytes: votes.bytes, outputs: outputs)
        return program.map { .classes($0, votes) } ?? .walk
    }

    /// Nodes, roots, trees, weights, classes, and the classes that a leaf's weights are stored for.
    private static func walk(
        _ forest: RandomForest,
        _ tree: ProgramTree,
        _ context: Context
    ) throws(OpenCLError) -> [KernelArgument] {
        let stride = (forest.classCount + classBlock - 1) / classBlock * classBlock
        var nodes: [Int32] = []
        nodes.reserveCapacity(4 * forest.nodes.count)
        for (index, node) in forest.nodes.enumerated() {
            let own = Int32(index)
            // A leaf leads to itself.
            nodes +=
                node.feature < 0
                ? [0, node.leaf, own, own]
                : [node.feature, Int32(bitPattern: node.threshold.bitPattern), node.less, node.otherwise]
        }
        let roots = forest.roots.flatMap { [$0, tree.depths[Int($0)]] }
        let weights = padded(forest.leafWeights, from: forest.classCount, to: stride)
        return [
            .buffer(try DeviceBuffer(context: context, copying: nodes)),
            .buffer(try DeviceBuffer(context: context, copying: roots)), .int(forest.roots.count),
            .buffer(try DeviceBuffer(context: context, copying: weights)), .int(forest.classCount), .int(stride),
        ]
    }

    private static func padded(_ weights: [Double], from count: Int, to stride: Int) -> [Double] {
        let leaves = weights.count / count
        var padded = [Double](repeating: 0, count: leaves * stride)
        for leaf in 0..<leaves {
            for k in 0..<count { padded[leaf * stride + k] = weights[leaf * count + k] }
        }
        return padded
    }

    /// For each block of classes the weights of all leaves, tree by tree.
    private static func blocks(_ forest: RandomForest, _ tree: ProgramTree, block: Int) -> [Double] {
        let classes = forest.classCount
        var weights: [Double] = []
        for first in stride(from: 0, to: classes, by: block) {
            for leaf in tree.leavesOfTrees.joined() {
                for k in first..<first + block {
                    weights.append(k < classes ? forest.leafWeights[leaf * classes + k] : 0)
                }
            }
        }
        return weights
    }
}

extension DeviceForest.Strategy {
    fileprivate var walks: Bool {
        if case .walk = self { true } else { false }
    }

    fileprivate var isWide: Bool {
        if case .votes(_, _, let outputs) = self { outputs > 1 } else { false }
    }

    /// Memory of a work-item; nil where none is needed.
    fileprivate var scratchBytes: Int? {
        switch self {
        case .walk: nil
        case .classes(let program, _): program.scratchBytes
        case .votes(let program, _, _): program.scratchBytes
        }
    }
}
