import Forests

/// The words of a program, pass by pass, as forest_operations.cl reads them.
struct ProgramWords {
    /// The words of each pass; all have as many.
    private(set) var passes: [[UInt32]]
    private let outputs: Int
    private let bins: ForestBins
    private let leaves: LeafBytes
    private let scratch: ProgramScratch

    /// No words yet.
    init(passCount: Int, outputs: Int, bins: ForestBins, leaves: LeafBytes, scratch: ProgramScratch) {
        passes = [[UInt32]](repeating: [], count: passCount)
        (self.outputs, self.bins, self.leaves, self.scratch) = (outputs, bins, leaves, scratch)
    }

    /// Words of one pass.
    var count: Int { passes.first?.count ?? 0 }

    /// A byte four times.
    static func repeated(_ byte: UInt8) -> UInt32 { UInt32(byte) * 0x0101_0101 }

    /// Appends an operation whose operands are leaves: their bytes are part of it.
    mutating func append(constant operation: ForestOperation, _ slots: ProgramSlots) {
        let head = head(operation, slots)
        for pass in passes.indices {
            passes[pass] += head
            for result in pass * outputs..<(pass + 1) * outputs {
                passes[pass] += operation.operands.map { Self.repeated(leaves.byte($0, result) ?? 0) }
            }
        }
    }

    /// Appends an operation that reads the results of others, and constants for its leaves.
    mutating func append(mixed operation: ForestOperation, _ slots: ProgramSlots) {
        let head = head(operation, slots)
        for pass in passes.indices {
            passes[pass] += head
            for output in 0..<outputs {
                let places = operation.operands.map { operand in
                    leaves.byte(operand, pass * outputs + output).map(scratch.constant)
                        ?? scratch.slot(slots[operand] ?? 0, output: output)
                }
                passes[pass] += [places[0] | places[1] << 16, places[2] | places[3] << 16]
            }
        }
    }

    /// Thresholds and places of the ranks of the three splits, and the place of the result.
    private func head(_ operation: ForestOperation, _ slots: ProgramSlots) -> [UInt32] {
        let splits = [operation.splits.0, operation.splits.1, operation.splits.2]
        let thresholds = splits.map { $0.feature < 0 ? ForestBins.Place(bin: 0, index: 0) : bins[$0] }
        let ranks = thresholds.map { scratch.ranks($0.bin) }
        let dst = scratch.slot(slots[operation.node] ?? 0)
        return thresholds.map { Self.repeated($0.index) } + [ranks[0] | ranks[1] << 16, ranks[2] | dst << 16]
    }
}
