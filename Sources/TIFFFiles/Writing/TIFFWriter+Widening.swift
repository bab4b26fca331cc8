import CDeflate
import Imaging

/// Label images whose numbers turn out to need 32 bits.
extension TIFFWriter {
    /// Gives the pages so far, and those to come, 32 bits instead of 16: the file is the one that had them from the
    /// beginning.
    ///
    /// The pages are written anew behind themselves, a few strips at a time, and then take their own place; meanwhile the
    /// file is more than twice as long.
    ///
    /// - Parameter beat: called before every 32 strips.
    package func widen(beat: () -> Void = {}) throws(TIFFError) {
        precondition(layout.pixelType == .uint16)
        let narrow = pages
        layout.pixelType = .uint32
        guard !narrow.isEmpty else { return }
        pages = []
        setRoom(rowsPerStrip: rowsPerStrip)
        let target = WrittenDirectory.headerSize + room
        do throws(TIFFFault) { try file.fill(to: target) } catch { throw .writing(file: name, detail: error.detail) }
        let start = file.size
        for page in narrow { try widen(page, beat: beat) }
        for index in pages.indices {
            pages[index].places = pages[index].places.map { $0 - (start - target) }
        }
        do throws(TIFFFault) {
            try file.moveTail(from: start, to: target, beat: beat)
            try file.replace(at: WrittenDirectory.headerSize, by: [UInt8](repeating: 0, count: room))
        } catch {
            throw .writing(file: name, detail: error.detail)
        }
    }

    /// Writes a page once more.
    private func widen(_ page: StoredStrips, beat: () -> Void) throws(TIFFError) {
        let size = layout.shape.size
        let wide = try GrowingPages(of: self)
        for first in stride(from: 0, to: page.places.count, by: Self.stripsAtOnce) {
            let strips = first..<min(page.places.count, first + Self.stripsAtOnce)
            let top = first * page.rowsPerStrip
            let bottom = min(strips.upperBound * page.rowsPerStrip, size.height)
            var labels: [UInt32] = []
            labels.reserveCapacity((bottom - top) * size.width)
            for strip in strips {
                let rows = min(page.rowsPerStrip, size.height - strip * page.rowsPerStrip)
                do throws(TIFFFault) {
                    let stored = try file.bytes(at: page.places[strip], count: page.lengths[strip])
                    labels += try Self.numbers(stored, count: rows * size.width)
                } catch {
                    throw .writing(file: name, detail: error.detail)
                }
            }
            try wide.append([.labels(labels, .uint32)], rows: bottom - top, beat: beat)
        }
        try wide.end()
    }

    /// The 16-bit numbers of a strip of ours.
    private static func numbers(_ stored: [UInt8], count: Int) throws(TIFFFault) -> [UInt32] {
        var isWhole = false
        let numbers = [UInt16](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let decompressor = libdeflate_alloc_decompressor() else { return }
            defer { libdeflate_free_decompressor(decompressor) }
            let room = UnsafeMutableRawBufferPointer(buffer)
            let result = stored.withUnsafeBytes { stored in
                libdeflate_zlib_decompress(
                    decompressor,
                    stored.baseAddress,
                    stored.count,
                    room.baseAddress,
                    count * 2,
                    nil
                )
            }
            isWhole = result == LIBDEFLATE_SUCCESS
            filled = isWhole ? count : 0
        }
        guard isWhole else { throw TIFFFault(.unwritable, "what was written cannot be read again") }
        return numbers.map { UInt32(UInt16(littleEndian: $0)) }
    }
}
