import CTIFF

/// One directory of a file, open in libtiff.
///
/// Each page gets a handle of its own, opened at its directory: no walk of libtiff's through the chain, whose length,
/// loops and damage were dealt with before, and no state left over from another page.
final class LibTIFFPage {
    private let handle: OpaquePointer
    private let stream: UnsafeMutablePointer<LibTIFFStream>
    private let messages: UnsafeMutablePointer<ctiff_messages>
    private let page: StoredPage
    private let isBigEndian: Bool

    /// Opens `page` of `file`.
    init(_ page: StoredPage, of file: FileBytes, header: TIFFHeader, limits: TIFFLimits) throws(TIFFFault) {
        self.page = page
        isBigEndian = header.isBigEndian
        stream = .allocate(capacity: 1)
        stream.initialize(
            to: LibTIFFStream(
                descriptor: file.descriptor,
                size: file.size,
                overlay: header.encoded(page.tags.offset),
                overlayStart: header.isBig ? 8 : 4
            )
        )
        messages = .allocate(capacity: 1)
        messages.initialize(to: ctiff_messages())
        // m: no memory mapping; c: one strip stays one strip (libtiff otherwise makes pieces of 8 kB of it).
        let handle = LibTIFFStream.open(
            stream,
            name: "page",
            mode: "rmc",
            allocationLimit: limits.pageBytes,
            messages: messages
        )
        guard let handle else {
            let text = LibTIFFPage.text(&messages.pointee.error)
            LibTIFFPage.free(stream, messages)
            throw TIFFFault(.badTag, text).onPage(page.tags.index)
        }
        self.handle = handle
        if page.tags.photometric == Photometric.yCbCr {
            _ = ctiff_set_integer(handle, UInt32(TIFFTAG_JPEGCOLORMODE), UInt32(JPEGCOLORMODE_RGB))
        }
    }

    deinit {
        TIFFClose(handle)
        LibTIFFPage.free(stream, messages)
    }

    /// Decodes the strip or tile `index` into `buffer`, which is as long as it is when decoded.
    func decode(block index: Int, into buffer: UnsafeMutableRawBufferPointer) throws(TIFFFault) {
        let stored = page.isTiled ? TIFFTileSize64(handle) : TIFFVStripSize64(handle, UInt32(page.rows(ofBlock: index)))
        guard stored == UInt64(buffer.count) else {
            throw TIFFFault(.badGeometry, "its strips or tiles cannot be laid out").onPage(page.tags.index)
        }
        messages.pointee = ctiff_messages()
        let count =
            page.isUnderstated(index) || page.tags.mended != nil
            ? decodeWhole(block: index, into: buffer)
            : page.isTiled
                ? TIFFReadEncodedTile(handle, UInt32(index), buffer.baseAddress, Int64(buffer.count))
                : TIFFReadEncodedStrip(handle, UInt32(index), buffer.baseAddress, Int64(buffer.count))
        // The JPEG codec only warns when its data end early, and fills up with grey.
        let isJPEGDamaged = page.tags.compression == Compression.jpeg && messages.pointee.warnings > 0
        guard count == Int64(buffer.count), messages.pointee.errors == 0, !isJPEGDamaged else {
            let text = LibTIFFPage.text(&messages.pointee.error)
            let warning = LibTIFFPage.text(&messages.pointee.warning)
            let detail = messages.pointee.errors > 0 ? text : isJPEGDamaged ? warning : "its data end early"
            throw TIFFFault(.corruptData, "strip or tile \(index + 1): \(detail)").onPage(page.tags.index)
        }
        // libtiff turns round the bytes of all that has 24 bits; where they are unsigned, the highest one is first in
        // every file.
        if isBigEndian, page.format.encoding == .packed(bits: 24) { buffer.swap(3) }
    }

    /// Decodes a strip or tile from the bytes that are known to be its own, where libtiff would take the listed ones.
    private func decodeWhole(block index: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int64 {
        let isPlain = page.tags.compression == Compression.none
        let count = isPlain ? buffer.count : page.blockByteCounts[index]
        let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { stored.deallocate() }
        let descriptor = stream.pointee.descriptor
        guard FileBytes.read(descriptor, at: page.blockOffsets[index], into: stored) == stored.count else { return -1 }
        let isDecoded = TIFFReadFromUserBuffer(
            handle,
            UInt32(index),
            stored.baseAddress,
            Int64(stored.count),
            buffer.baseAddress,
            Int64(buffer.count)
        )
        return isDecoded == 0 ? -1 : Int64(buffer.count)
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func free(
        _ stream: UnsafeMutablePointer<LibTIFFStream>,
        _ messages: UnsafeMutablePointer<ctiff_messages>
    ) {
        stream.deinitialize(count: 1).deallocate()
        messages.deinitialize(count: 1).deallocate()
    }
}
