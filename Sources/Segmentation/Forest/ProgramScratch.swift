/// What lies where in the local memory of a work-item that runs a program: constants of 64 bytes each, the ranks of a tile's
/// pixels in each bin, what the kernel says, and the slots in which results wait.
///
/// Places are in units of 8 bytes, as forest_operations.cl has them.
struct ProgramScratch {
    private static let constantBytes = 64

    /// The bytes that are there as constants, ascending.
    let constants: [UInt8]
    private let indexOfConstant: [Int]
    private let firstRank: Int
    private let firstSlot: Int
    private let slotBytes: Int

    /// - Parameters:
    ///   - extraBytes: memory between ranks and slots.
    ///   - outputs: results of an operation, one tile of bytes each.
    init(constants: [UInt8], binCount: Int, extraBytes: Int, outputs: Int) {
        self.constants = constants
        var index = [Int](repeating: 0, count: 256)
        for (number, byte) in constants.enumerated() { index[Int(byte)] = number }
        indexOfConstant = index
        firstRank = Self.constantBytes * constants.count
        firstSlot = firstRank + binCount * ForestProgram.tile + extraBytes
        slotBytes = ForestProgram.tile * outputs
    }

    /// The place of a constant.
    func constant(_ byte: UInt8) -> UInt32 { place(indexOfConstant[Int(byte)] * Self.constantBytes) }

    /// The place of the ranks in bin `bin`.
    func ranks(_ bin: Int) -> UInt32 { place(firstRank + bin * ForestProgram.tile) }

    /// The place of a slot's results for `output`.
    func slot(_ slot: Int, output: Int = 0) -> UInt32 {
        place(firstSlot + slot * slotBytes + output * ForestProgram.tile)
    }

    /// Bytes in all, with so many slots.
    func byteCount(slots: Int) -> Int { firstSlot + slots * slotBytes }

    /// Too large a program is refused at its end; until then its places may overflow.
    private func place(_ byte: Int) -> UInt32 { UInt32(truncatingIfNeeded: byte / 8) }
}
