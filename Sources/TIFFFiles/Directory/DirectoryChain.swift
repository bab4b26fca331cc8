/// The directories of a file, found by a walk of our own.
///
/// libtiff's walk ends in the same way at the end of the chain, at a damaged link and at a loop; here they differ.
struct DirectoryChain {
    var pages: [PageTags] = []
    /// The tags of the first directory, those that only single systems write among them.
    private(set) var firstEntries: [DirectoryEntry] = []
    /// A link led back to a directory already seen; the walk ended there.
    var hasLoop = false
    /// Where the last link leads, when that is past the end of the file.
    private(set) var linkPastEnd: Int?
    /// Where what the directories speak of begins.
    let landmarks: Landmarks
    /// The end of the last directory or value of a tag.
    private(set) var end = 0
    private let header: TIFFHeader

    /// So many directories without an image are passed over; no program writes them.
    private static let mostEmpty = 1000

    /// Walks the chain from `header`.
    init(walking file: FileBytes, header: TIFFHeader, limits: TIFFLimits) throws(TIFFFault) {
        self.header = header
        var offset = header.firstDirectory
        var seen: Set<Int> = []
        var entryBytes = 0
        var (blocks, empty) = (0, 0)
        guard offset >= 8, offset < file.size else {
            throw TIFFFault(
                .badDirectoryOffset,
                "the first directory is said to lie at \(offset) of \(file.size) bytes"
            )
        }
        var starts: [Int] = []
        while offset != 0 {
            if offset >= file.size {
                linkPastEnd = offset
                break
            }
            guard seen.insert(offset).inserted else {
                hasLoop = true
                break
            }
            guard pages.count < limits.pages else {
                throw TIFFFault(.tooLarge, "it has more pages than `max_pages` of [limits]: \(limits.pages)")
            }
            let (entries, next) = try DirectoryChain.entries(at: offset, of: file, header: header, index: pages.count)
            // Overlapping directories could make a small file take hours to walk.
            entryBytes += entries.count * (header.isBig ? 20 : 12)
            guard entryBytes <= file.size else {
                throw TIFFFault(.badTag, "its directories overlap")
            }
            if pages.isEmpty { firstEntries = entries }
            let page = PageTags(
                entries,
                offset: offset,
                index: pages.count,
                file: file,
                limits: limits,
                after: pages.last
            )
            pages.append(page)
            // Pages can share one list of strips in the same way; in an honest file each strip has its own entry.
            let listed = pages[pages.count - 1].blockOffsets?.count ?? 0
            if listed <= file.size { blocks += listed }
            guard blocks <= file.size else { throw TIFFFault(.badTag, "its lists of strips or tiles overlap") }
            if pages[pages.count - 1].isEmpty { empty += 1 }
            guard empty <= DirectoryChain.mostEmpty else {
                throw TIFFFault(.badTag, "more than \(DirectoryChain.mostEmpty) of its directories hold no image")
            }
            let tableEnd = offset + (header.isBig ? 16 : 6) + entries.count * (header.isBig ? 20 : 12)
            end = max(end, tableEnd)
            starts.append(offset)
            for entry in entries where entry.position >= tableEnd || entry.position < offset {
                starts.append(entry.position)
                let bytes = entry.count.multipliedReportingOverflow(by: entry.valueSize ?? 1)
                let last = entry.position.addingReportingOverflow(bytes.partialValue)
                if !bytes.overflow, !last.overflow, last.partialValue <= file.size { end = max(end, last.partialValue) }
            }
            offset = next
        }
        landmarks = Landmarks(starts, pages: pages, file: file)
    }

    /// The page of the directory at `offset`, which `page` names as its own; nil where there is none, or where it has more
    /// bytes than `budget`, from which they are taken.
    func page(
        at offset: Int,
        like page: PageTags,
        of file: FileBytes,
        limits: TIFFLimits,
        _ budget: inout Int
    ) -> PageTags? {
        guard offset >= 8, budget > 0,
            let found = try? DirectoryChain.entries(at: offset, of: file, header: header, index: page.index)
        else { return nil }
        budget -= found.entries.count * (header.isBig ? 20 : 12)
        guard budget >= 0 else { return nil }
        return PageTags(found.entries, offset: offset, index: page.index, file: file, limits: limits)
    }

    /// The entries of the directory at `offset`, and where the next one is said to lie (0: nowhere).
    private static func entries(
        at offset: Int,
        of file: FileBytes,
        header: TIFFHeader,
        index: Int
    ) throws(TIFFFault) -> (entries: [DirectoryEntry], next: Int) {
        let countBytes = header.isBig ? 8 : 2
        let entryBytes = header.isBig ? 20 : 12
        let linkBytes = header.isBig ? 8 : 4
        let cut = TIFFFault(
            .truncatedDirectory,
            "directory \(index + 1) at \(offset) is not whole: the file ends at \(file.size)"
        )
        guard let countField = file.read(at: offset, count: countBytes) else { throw cut }
        let count = countField.integer(at: 0, bytes: countBytes, bigEndian: header.isBigEndian)
        guard count > 0 else {
            if index == 0 { throw TIFFFault(.noImage, "its first directory is empty") }
            throw TIFFFault(.truncatedDirectory, "directory \(index + 1) at \(offset) is not written yet, or lost")
        }
        guard count <= 65_535, let table = file.read(at: offset + countBytes, count: Int(count) * entryBytes) else {
            throw cut
        }
        guard let link = file.read(at: offset + countBytes + table.count, count: linkBytes) else { throw cut }
        var entries: [DirectoryEntry] = []
        entries.reserveCapacity(Int(count))
        for start in stride(from: 0, to: table.count, by: entryBytes) {
            let fieldBytes = header.isBig ? 8 : 4
            func field(_ at: Int, _ bytes: Int) -> UInt64 {
                table.integer(at: start + at, bytes: bytes, bigEndian: header.isBigEndian)
            }
            var entry = DirectoryEntry(
                tag: UInt16(field(0, 2)),
                type: UInt16(field(2, 2)),
                count: Int(clamping: field(4, fieldBytes)),
                position: offset + countBytes + start + 4 + fieldBytes,
                isBigEndian: header.isBigEndian
            )
            let valueBytes = entry.count.multipliedReportingOverflow(by: entry.valueSize ?? 1)
            if valueBytes.overflow || valueBytes.partialValue > fieldBytes {
                entry.position = Int(clamping: field(4 + fieldBytes, fieldBytes))
            }
            entries.append(entry)
        }
        return (entries, Int(clamping: link.integer(at: 0, bytes: linkBytes, bigEndian: header.isBigEndian)))
    }
}
