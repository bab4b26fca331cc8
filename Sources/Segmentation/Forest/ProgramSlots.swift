/// The slots in which results wait for the operation that uses them, as a compiler gives out registers.
///
/// The first slots are reserved for the trees that end in a segment.
struct ProgramSlots {
    private var slotOfNode: [Int32]
    /// Slots whose result has been used.
    private var free: [Int] = []
    /// Slots that were ever in use at the same time, the reserved ones among them.
    private(set) var count: Int

    /// No slot is in use.
    init(nodeCount: Int, reserved: Int) {
        slotOfNode = [Int32](repeating: -1, count: nodeCount)
        count = reserved
    }

    /// The slot of the node's result; nil where there is none, as for a leaf.
    subscript(node: Int32) -> Int? {
        let slot = Int(slotOfNode[Int(node)])
        return slot < 0 ? nil : slot
    }

    /// Places the result of the `number`th tree that ends in a segment.
    mutating func place(root operation: ForestOperation, _ number: Int) {
        slotOfNode[Int(operation.node)] = Int32(number)
    }

    /// Places the result of an operation on leaves alone, unless a tree ends there.
    mutating func place(constant operation: ForestOperation) {
        guard !operation.isRoot else { return }
        let slot = free.popLast() ?? count
        count = max(count, slot + 1)
        slotOfNode[Int(operation.node)] = Int32(slot)
    }

    /// Places the result of any other operation where one of its operands waited, unless a tree ends there; the slots of
    /// the others become free.
    mutating func place(mixed operation: ForestOperation) {
        var used: [Int] = []
        for operand in operation.operands {
            if let slot = self[operand], !used.contains(slot) { used.append(slot) }
        }
        if !operation.isRoot { slotOfNode[Int(operation.node)] = Int32(used.removeLast()) }
        free += used
    }
}
