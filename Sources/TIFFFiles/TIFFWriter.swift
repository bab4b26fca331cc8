import CTIFF
package import Imaging

/// Writes a TIFF page by page: channels fastest, then slices, then frames.
///
/// Little-endian, deflate, strips; ImageJ's description, or OME-XML where the layout says so; no time stamp, so that the
/// same pixels give the same bytes.
package final class TIFFWriter {
    private let handle: OpaquePointer
    private let stream: UnsafeMutablePointer<LibTIFFStream>
    private let messages: UnsafeMutablePointer<ctiff_messages>
    private let layout: ImageLayout
    private let name: String
    private let software: String
    private let description: String
    private var pages = 0
    private var isClosed = false

    /// Empties the file behind `fileDescriptor`, which must be open for reading and writing and stays the caller's.
    ///
    /// `layout` is that of the output; `provenance` is one line for the description; `software` must begin with the mark.
    package init(
        fileDescriptor: Int32,
        name: String,
        layout: ImageLayout,
        provenance: String,
        software: String = SoftwareTag.program
    ) throws(TIFFError) {
        precondition(SoftwareTag.isOurs(software.utf8))
        let shape = layout.shape
        precondition(shape.planeCount > 0 && shape.size.pixelCount > 0)
        self.layout = layout
        self.name = name
        self.software = software
        description =
            layout.description == .ome
            ? OMEDescription.text(for: layout, info: provenance, software: software)
            : ImageJDescription.text(for: layout, info: provenance)
        let descriptor: Int32
        do throws(TIFFFault) {
            descriptor = try FileBytes.emptied(fileDescriptor)
        } catch {
            throw .writing(file: name, detail: error.detail)
        }
        stream = .allocate(capacity: 1)
        stream.initialize(to: LibTIFFStream(descriptor: descriptor, size: 0))
        messages = .allocate(capacity: 1)
        messages.initialize(to: ctiff_messages())
        let bytes = Double(shape.planeCount) * Double(shape.size.pixelCount) * Double(layout.pixelType.byteCount)
        // 4-byte offsets reach 4.29 GB; directories and incompressible data need the rest.
        let mode = bytes > 3.9e9 ? "w8lm" : "wlm"
        guard
            let handle = LibTIFFStream.open(stream, name: "output", mode: mode, allocationLimit: 0, messages: messages)
        else {
            let detail = TIFFWriter.text(messages)
            FileBytes.close(descriptor)
            TIFFWriter.free(stream, messages)
            throw .writing(file: name, detail: detail)
        }
        self.handle = handle
    }

    deinit {
        close()
        TIFFWriter.free(stream, messages)
    }

    /// Writes the next plane, whose rows are asked for in parts of about 1 MB from top to bottom.
    ///
    /// - Precondition: `rows` gives pixels of the layout's type, as many as the asked rows have.
    package func append(_ rows: (Range<Int>) -> PixelValues) throws(TIFFError) {
        let shape = layout.shape
        guard !isClosed, pages < shape.planeCount else {
            throw .writing(file: name, detail: "it has all of its \(shape.planeCount) planes already")
        }
        let rowBytes = shape.size.width * layout.pixelType.byteCount
        // Strips of about 1 MB: long enough to compress well, short enough to be read in part.
        let rowsPerStrip = max(1, min(shape.size.height, (1 << 20) / rowBytes))
        setTags(rowsPerStrip: rowsPerStrip)
        var isWritten = true
        for (strip, row) in stride(from: 0, to: shape.size.height, by: rowsPerStrip).enumerated() where isWritten {
            let count = min(rowsPerStrip, shape.size.height - row)
            let pixels = rows(row..<row + count)
            precondition(pixels.pixelType == layout.pixelType && pixels.count == count * shape.size.width)
            isWritten = pixels.withBytes { bytes in
                // libtiff does not change the caller's bytes where no byte order is to be swapped.
                let address = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
                return TIFFWriteEncodedStrip(handle, UInt32(strip), address, Int64(bytes.count)) == Int64(bytes.count)
            }
        }
        guard isWritten, TIFFWriteDirectory(handle) != 0, messages.pointee.errors == 0 else { throw failure() }
        pages += 1
    }

    /// Writes the next plane, which must be of the layout's size and type.
    package func append(_ pixels: PixelValues) throws(TIFFError) {
        let width = layout.shape.size.width
        precondition(pixels.count == layout.shape.size.pixelCount)
        try append { pixels[$0.lowerBound * width..<$0.upperBound * width] }
    }

    /// Completes the file; the caller syncs it.
    package func finish() throws(TIFFError) {
        guard pages == layout.shape.planeCount else {
            throw .writing(file: name, detail: "\(pages) of its \(layout.shape.planeCount) planes were written")
        }
        let isFlushed = isClosed || TIFFFlush(handle) != 0
        close()
        guard isFlushed, messages.pointee.errors == 0 else { throw failure() }
    }

    private func setTags(rowsPerStrip: Int) {
        let size = layout.shape.size
        let isFloat = layout.pixelType == .float32
        let integers: [(Int32, Int)] = [
            (TIFFTAG_IMAGEWIDTH, size.width), (TIFFTAG_IMAGELENGTH, size.height),
            (TIFFTAG_BITSPERSAMPLE, layout.pixelType.byteCount * 8), (TIFFTAG_SAMPLESPERPIXEL, 1),
            (TIFFTAG_SAMPLEFORMAT, Int(isFloat ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT)),
            (TIFFTAG_COMPRESSION, Int(COMPRESSION_ADOBE_DEFLATE)), (TIFFTAG_PHOTOMETRIC, Int(PHOTOMETRIC_MINISBLACK)),
            (TIFFTAG_PLANARCONFIG, Int(PLANARCONFIG_CONTIG)), (TIFFTAG_ROWSPERSTRIP, rowsPerStrip),
            // Masks and labels shrink to about the same size at any level; only the time differs.
            (TIFFTAG_ZIPQUALITY, 1),
        ]
        for (tag, value) in integers { _ = ctiff_set_integer(handle, UInt32(tag), UInt32(value)) }
        _ = ctiff_set_text(handle, UInt32(TIFFTAG_SOFTWARE), software)
        if pages == 0 { _ = ctiff_set_text(handle, UInt32(TIFFTAG_IMAGEDESCRIPTION), description) }
        guard let pixelSize = layout.pixelSize, pixelSize.x > 0, pixelSize.y > 0 else { return }
        // Pixels per unit of the description, as ImageJ has it; OME readers take the sizes from the XML.
        _ = ctiff_set_integer(handle, UInt32(TIFFTAG_RESOLUTIONUNIT), UInt32(RESUNIT_NONE))
        _ = ctiff_set_real(handle, UInt32(TIFFTAG_XRESOLUTION), 1 / pixelSize.x)
        _ = ctiff_set_real(handle, UInt32(TIFFTAG_YRESOLUTION), 1 / pixelSize.y)
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        TIFFClose(handle)
        FileBytes.close(stream.pointee.descriptor)
    }

    private func failure() -> TIFFError {
        .writing(file: name, detail: TIFFWriter.text(messages))
    }

    private static func text(_ messages: UnsafeMutablePointer<ctiff_messages>) -> String {
        withUnsafeBytes(of: &messages.pointee.error) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func free(
        _ stream: UnsafeMutablePointer<LibTIFFStream>,
        _ messages: UnsafeMutablePointer<ctiff_messages>
    ) {
        stream.deinitialize(count: 1).deallocate()
        messages.deinitialize(count: 1).deallocate()
    }
}

extension PixelValues {
    /// Calls `body` with the pixels as bytes, in the machine's order.
    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch self {
        case .uint8(let pixels): pixels.withUnsafeBytes(body)
        case .uint16(let pixels): pixels.withUnsafeBytes(body)
        case .uint32(let pixels): pixels.withUnsafeBytes(body)
        case .float32(let pixels): pixels.withUnsafeBytes(body)
        }
    }
}
