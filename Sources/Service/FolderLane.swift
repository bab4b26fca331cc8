import SystemPackage

/// First in, first out, with removal from the middle: the images of one folder in one lane.
struct FolderLane: Sendable {
    private var entries: [ImageQueue.Entry?] = []
    private var head = 0
    /// Images in the lane.
    private(set) var count = 0

    mutating func append(_ entry: ImageQueue.Entry) {
        entries.append(entry)
        count += 1
    }

    mutating func remove(_ path: FilePath) {
        guard let index = entries.indices.dropFirst(head).first(where: { entries[$0]?.path == path }) else { return }
        entries[index] = nil
        count -= 1
    }

    mutating func popFirst() -> ImageQueue.Entry? {
        while head < entries.count {
            let entry = entries[head]
            head += 1
            if let entry {
                count -= 1
                return compacted(returning: entry)
            }
        }
        entries = []
        head = 0
        return nil
    }

    /// Gives the room in front back once half of it is used up.
    private mutating func compacted(returning entry: ImageQueue.Entry) -> ImageQueue.Entry {
        if head > 64 && head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return entry
    }
}
