/// Where everything that a file's directories speak of begins: directories, values of tags, strips and tiles.
///
/// Found when somebody asks, which only files with faulty lengths make necessary.
final class Landmarks {
    private var starts: [Int]
    private let pages: [PageTags]
    private let file: FileBytes
    private var isComplete = false
    private var isBelieved = true

    /// `starts` are those of directories and values; the strips and tiles of `pages` come to them.
    init(_ starts: [Int], pages: [PageTags], file: FileBytes) {
        (self.starts, self.pages, self.file) = (starts, pages, file)
    }

    /// The first byte after `offset` at which something begins, or the end of the file.
    func next(after offset: Int) -> Int {
        if !isComplete { complete() }
        guard isBelieved else { return offset }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] > offset { high = middle } else { low = middle + 1 }
        }
        return low < starts.count ? min(starts[low], file.size) : file.size
    }

    private func complete() {
        isComplete = true
        for page in pages {
            // A small file can list the same strips in thousands of directories; an honest one has a byte for each.
            isBelieved = starts.count <= file.size
            guard isBelieved else { return }
            starts += (try? page.blockOffsets?.integers(in: file, atMost: 1 << 20)) ?? []
        }
        starts.sort()
    }
}
