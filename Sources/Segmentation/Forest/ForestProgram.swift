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
    /// Bytes four times.
    let constants: [UInt32]
    /// The words of each pass, one after the other.
    let operations: [UInt32]
    let passWords: Int
    let passCount: Int
    /// First word, words of constant operations, words of mixed ones, trees that end; four numbers a segment.
    let segments: [Int32]
    /// Memory of a work-item.
    let scratchBytes: Int

    /// The operations of `forest` that give the bytes of each leaf.
    ///
    /// - Parameters:
    ///   - bytes: for each leaf, as many as there are results wanted.
    ///   - outputs: results that one pass gives, 1 or 2.
    ///   - extraBytes: memory between ranks and results.
    /// - Returns: nil where the memory of a work-item would not suffice.
    init?(
        _ forest: RandomForest,
        tree: ProgramTree,
        bins: ForestBins,
        bytes: [[UInt8]],
        outputs: Int,
        extraBytes: Int = 0
    ) {
        let nodes = forest.nodes
        self.bins = bins
        let results = bytes.first?.count ?? 0
        passCount = (results + outputs - 1) / outputs
        let list = ForestOperation.list(forest, tree)
        func byte(_ operand: Int32, _ result: Int) -> UInt8? {
            guard nodes[Int(operand)].feature < 0 else { return nil }
            let leaf = bytes[Int(nodes[Int(operand)].leaf)]
            return result < leaf.count ? leaf[result] : 0
        }
        var isUsed = [Bool](repeating: false, count: 256)
        for operation in list where !operation.isConstant {
            for operand in operation.operands {
                for result in 0..<passCount * outputs {
                    if let byte = byte(operand, result) { isUsed[Int(byte)] = true }
                }
            }
        }
        let values = isUsed.indices.filter { isUsed[$0] }
        var constantPlaces = [Int](repeating: 0, count: 256)
        for (index, value) in values.enumerated() { constantPlaces[value] = index * 8 }
        constants = values.map { UInt32($0) * 0x0101_0101 }

        let ranks = 64 * values.count
        let slots = ranks + bins.count * Self.tile + extraBytes
        let slotBytes = Self.tile * outputs
        var words = [[UInt32]](repeating: [], count: passCount)
        var segments: [Int32] = []
        var slotOf = [Int32: Int]()
        var free: [Int] = []
        var top = Self.rootsPerSegment

        func head(_ operation: ForestOperation, _ slot: Int) -> [UInt32] {
            let splits = [operation.splits.0, operation.splits.1, operation.splits.2]
            let places = splits.map { $0.feature < 0 ? ForestBins.Place(bin: 0, index: 0) : bins[$0] }
            let rows = places.map { UInt32(truncatingIfNeeded: (ranks + $0.bin * Self.tile) / 8) }
            let dst = UInt32(truncatingIfNeeded: (slots + slot * slotBytes) / 8)
            return places.map { UInt32($0.index) * 0x0101_0101 } + [rows[0] | rows[1] << 16, rows[2] | dst << 16]
        }

        var next = 0
        while next < list.count {
            let start = next
            var (constantCount, rootCount) = (0, 0)
            while next < list.count, constantCount < Self.constantsPerSegment, rootCount < Self.rootsPerSegment {
                constantCount += list[next].isConstant ? 1 : 0
                if list[next].isRoot {
                    slotOf[list[next].node] = rootCount
                    rootCount += 1
                }
                next += 1
            }
            let chunk = list[start..<next]
            let firstWord = words.first?.count ?? 0
            for operation in chunk where operation.isConstant {
                if !operation.isRoot {
                    slotOf[operation.node] = free.popLast() ?? top
                    top = max(top, (slotOf[operation.node] ?? 0) + 1)
                }
                for pass in 0..<passCount {
                    words[pass] += head(operation, slotOf[operation.node] ?? 0)
                    for output in 0..<outputs {
                        words[pass] += operation.operands.map {
                            UInt32(byte($0, pass * outputs + output) ?? 0) * 0x0101_0101
                        }
                    }
                }
            }
            let firstMixed = words.first?.count ?? 0
            for operation in chunk where !operation.isConstant {
                var own: [Int] = []
                for operand in operation.operands {
                    if let slot = slotOf[operand], !own.contains(slot) { own.append(slot) }
                }
                if !operation.isRoot { slotOf[operation.node] = own.removeLast() }
                for pass in 0..<passCount {
                    words[pass] += head(operation, slotOf[operation.node] ?? 0)
                    for output in 0..<outputs {
                        let places = operation.operands.map { operand in
                            byte(operand, pass * outputs + output).map { constantPlaces[Int($0)] }
                                ?? (slots + (slotOf[operand] ?? 0) * slotBytes + output * Self.tile) / 8
                        }.map { UInt32(truncatingIfNeeded: $0) }
                        words[pass] += [places[0] | places[1] << 16, places[2] | places[3] << 16]
                    }
                }
                free += own
            }
            let end = words.first?.count ?? 0
            segments += [firstWord, firstMixed - firstWord, end - firstMixed, rootCount].map { Int32($0) }
        }
        self.segments = segments
        passWords = words.first?.count ?? 0
        operations = words.flatMap(\.self)
        scratchBytes = max(slots + top * slotBytes, forest.featureCount * 16)
        guard scratchBytes <= Self.mostScratchBytes else { return nil }
    }
}
