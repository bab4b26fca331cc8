import Forests

/// A forest as operations on bytes that a device runs for many pixels at once (forest_operations.cl), as plain data.
struct ForestProgram {
    /// Pixels of a tile: TILE of forest_bins.cl on devices with explicit vectors.
    static let tile = 512
    /// Trees that may end, and operations on leaves alone that may stand, in one segment.
    private static let (rootsPerSegment, constantsPerSegment) = (8, 24)
    /// Places are 16-bit numbers of 8 bytes each.
    private static let mostScratchBytes = 8 << 16

    let bins: ForestBins
    /// The bytes that leaves give to mixed operations, each repeated four times.
    let constants: [UInt32]
    /// The words of each pass, one after the other.
    let operations: [UInt32]
    let passWords: Int
    let passCount: Int
    /// First word, words of constant operations, words of mixed ones, trees that end; four numbers a segment.
    let segments: [Int32]
    /// Local memory of a work-item.
    let scratchBytes: Int

    /// The operations of `forest` that give the bytes of each leaf.
    ///
    /// - Parameters:
    ///   - bytes: for each leaf, as many as there are results wanted.
    ///   - outputs: results that one pass gives, 1 or 2.
    ///   - extraBytes: memory between ranks and slots.
    /// - Returns: nil where the memory of a work-item would not suffice.
    init?(
        _ forest: RandomForest,
        tree: ProgramTree,
        bins: ForestBins,
        bytes: [[UInt8]],
        outputs: Int,
        extraBytes: Int = 0
    ) {
        let operations = ForestOperation.list(forest, tree)
        let leaves = LeafBytes(nodes: forest.nodes, bytes: bytes)
        let passCount = ((bytes.first?.count ?? 0) + outputs - 1) / outputs
        let scratch = ProgramScratch(
            constants: leaves.constants(of: operations, results: passCount * outputs),
            binCount: bins.count,
            extraBytes: extraBytes,
            outputs: outputs
        )
        var words = ProgramWords(passCount: passCount, outputs: outputs, bins: bins, leaves: leaves, scratch: scratch)
        var slots = ProgramSlots(nodeCount: forest.nodes.count, reserved: Self.rootsPerSegment)
        var segments: [Int32] = []
        for segment in Self.segments(of: operations) {
            let roots = segment.filter(\.isRoot)
            for (number, root) in roots.enumerated() { slots.place(root: root, number) }
            let firstWord = words.count
            for operation in segment where operation.isConstant {
                slots.place(constant: operation)
                words.append(constant: operation, slots)
            }
            let firstMixed = words.count
            for operation in segment where !operation.isConstant {
                slots.place(mixed: operation)
                words.append(mixed: operation, slots)
            }
            let counts = [firstWord, firstMixed - firstWord, words.count - firstMixed, roots.count]
            segments += counts.map { Int32($0) }
        }
        scratchBytes = max(scratch.byteCount(slots: slots.count), forest.featureCount * 16)
        guard scratchBytes <= Self.mostScratchBytes else { return nil }
        self.bins = bins
        constants = scratch.constants.map(ProgramWords.repeated)
        self.operations = words.passes.flatMap(\.self)
        passWords = words.count
        self.passCount = passCount
        self.segments = segments
    }

    /// The operations cut where a segment has as many constant operations, or as many trees that end, as it may have.
    private static func segments(of operations: [ForestOperation]) -> [ArraySlice<ForestOperation>] {
        var segments: [ArraySlice<ForestOperation>] = []
        var start = 0
        while start < operations.count {
            var end = start
            var (constants, roots) = (0, 0)
            while end < operations.count, constants < constantsPerSegment, roots < rootsPerSegment {
                constants += operations[end].isConstant ? 1 : 0
                roots += operations[end].isRoot ? 1 : 0
                end += 1
            }
            segments.append(operations[start..<end])
            start = end
        }
        return segments
    }
}
