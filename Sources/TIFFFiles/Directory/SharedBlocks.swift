/// Adds up what the pages of an image have in common in the file, which by the TIFF 6.0 specification (section 7, "No
/// duplicate pointers") is nothing.
///
/// A small file could otherwise be an image of any size: each page a few bytes more, all with the same strips. What a file
/// unfolds to is then bounded by its compression alone, for deflate some thousand times its size. Tiles that one page uses
/// several times are left alone: some writers store empty ones once, and a page is bounded anyway.
struct SharedBlocks {
    /// So many decoded bytes are passed over.
    static let most = 64 << 20

    private var seen: Set<Int> = []
    /// Decoded bytes that earlier pages have too.
    private var again = 0
    /// Bytes of all pages, decoded and as they are stored.
    private var decoded = 0
    private var stored = 0

    /// Takes a page in; throws where too much lies under several pages.
    mutating func add(_ page: StoredPage, in file: FileBytes) throws(TIFFFault) {
        var here: Set<Int> = []
        for (index, offset) in page.blockOffsets.enumerated() where here.insert(offset).inserted {
            let bytes = page.storedBytes(ofBlock: index)
            decoded += bytes
            stored += page.tags.compression == Compression.none ? bytes : page.blockByteCounts[index]
            if !seen.insert(offset).inserted { again += bytes }
        }
        guard again <= Self.most, stored <= file.size || decoded <= Self.most else {
            throw TIFFFault(
                .badTag,
                "it and pages before it have the same strips or tiles: pages of \(decoded) bytes lie in "
                    + "\(file.size) bytes of file"
            ).onPage(page.tags.index)
        }
    }
}
