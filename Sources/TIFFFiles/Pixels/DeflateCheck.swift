import CDeflate
import CTIFF
import Imaging

/// Whether a deflate stream is whole.
///
/// libtiff stops as soon as the strip is full and never compares the checksum at the stream's end, so that flipped bytes
/// in the file pass as pixels.
struct DeflateCheck {
    let page: StoredPage
    let file: FileBytes

    /// Compares the strip or tile `index` with its checksum; `decoded` is what libtiff made of it.
    func verify(block index: Int, decoded: UnsafeRawBufferPointer, isBigEndian: Bool) throws(TIFFFault) {
        let offset = page.blockOffsets[index]
        let listed = page.blockByteCounts[index]
        // A stream that cannot be compressed is hardly longer than its block: what is listed beyond that is not read.
        let longest = page.block.height * page.blockRowBytes * 9 / 8 + 65_536
        let count = min(listed > 0 ? listed : file.size - offset, longest)
        // Not through the file's window: blocks are decoded side by side.
        var stored = [UInt8](unsafeUninitializedCapacity: max(0, min(count, file.size - offset))) { buffer, filled in
            filled = max(0, FileBytes.read(file.descriptor, at: offset, into: UnsafeMutableRawBufferPointer(buffer)))
        }
        guard stored.count == count else {
            throw TIFFFault(.truncatedData, "strip or tile \(index + 1) is cut off").onPage(page.tags.index)
        }
        if page.tags.fillOrder == 2 { for place in stored.indices { stored[place] = stored[place].bitsReversed } }
        // The checksum of the stream's own bytes, which the decoded ones give back, is quickly made.
        if stored.count >= 6, let sum = DifferencedRows(page, isBigEndian: isBigEndian)?.checksum(of: decoded),
            stored.integer(at: stored.count - 4, bytes: 4, bigEndian: true) == UInt64(sum)
        {
            return
        }
        // Else the stream is inflated once more; bytes after its end, and rows below the image, do no harm.
        if Self.inflates(stored, to: decoded.count) { return }
        guard let inflated = Self.inflatedCount(of: stored), inflated >= decoded.count else {
            throw TIFFFault(.corruptData, "strip or tile \(index + 1): the deflate stream is damaged")
                .onPage(page.tags.index)
        }
    }

    /// Whether `stored` is one stream of exactly `count` bytes with the right checksum.
    private static func inflates(_ stored: [UInt8], to count: Int) -> Bool {
        guard let decompressor = libdeflate_alloc_decompressor() else { return false }
        defer { libdeflate_free_decompressor(decompressor) }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { room.deallocate() }
        return libdeflate_zlib_decompress(decompressor, stored, stored.count, room.baseAddress, count, nil)
            == LIBDEFLATE_SUCCESS
    }

    /// Bytes that `stored` inflates to, or nil when the stream is damaged, cut off or fails its checksum.
    private static func inflatedCount(of stored: [UInt8]) -> Int? {
        var stream = z_stream()
        guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { scratch -> Int? in
            stored.withUnsafeBufferPointer { bytes -> Int? in
                // zlib does not write through next_in.
                stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
                stream.avail_in = uInt(clamping: bytes.count)
                var total = 0
                while true {
                    stream.next_out = scratch.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.avail_out = uInt(scratch.count)
                    let result = inflate(&stream, Z_NO_FLUSH)
                    total += scratch.count - Int(stream.avail_out)
                    if result == Z_STREAM_END { return total }
                    if result != Z_OK { return nil }
                }
            }
        }
    }
}

extension UInt8 {
    /// The bits in the other order: lowest first, as fill order 2 has them.
    fileprivate var bitsReversed: UInt8 {
        let halves = self >> 4 | self << 4
        let pairs = halves >> 2 & 0x33 | (halves & 0x33) << 2
        return pairs >> 1 & 0x55 | (pairs & 0x55) << 1
    }
}
