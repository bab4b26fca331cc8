/// Which entries of a directory are the first of their tag; as long as tags ascend, as they should, without memory.
struct SeenTags {
    private let entries: [DirectoryEntry]
    private var highest = -1
    /// All that were met, once one came too late.
    private var all: Set<UInt16>?

    /// None of `entries` is met yet.
    init(_ entries: [DirectoryEntry]) { self.entries = entries }

    /// Whether the tag of the entry `index` comes for the first time; asked for each entry in turn.
    mutating func isNew(at index: Int) -> Bool {
        let tag = entries[index].tag
        if all == nil {
            if Int(tag) > highest {
                highest = Int(tag)
                return true
            }
            all = Set(entries[..<index].map(\.tag))
        }
        return all?.insert(tag).inserted ?? false
    }
}
