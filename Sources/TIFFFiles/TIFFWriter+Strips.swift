package import Imaging

/// Pages, as strips.
extension TIFFWriter {
    /// Strips of about 1 MB: long enough to compress well, short enough to be read in part.
    private static let stripBytes = 1 << 20

    /// Writes the next plane, whose rows are asked for in parts of about 1 MB from top to bottom.
    ///
    /// - Precondition: `rows` gives pixels of the layout's type, as many as the asked rows have.
    package func append(_ rows: (Range<Int>) -> PixelValues) throws(TIFFError) {
        let size = layout.shape.size
        let rowsPerStrip = max(1, min(size.height, Self.stripBytes / (size.width * layout.pixelType.byteCount)))
        try beginPage(rowsPerStrip: rowsPerStrip)
        for row in stride(from: 0, to: size.height, by: rowsPerStrip) {
            let count = min(rowsPerStrip, size.height - row)
            let pixels = rows(row..<row + count)
            precondition(pixels.pixelType == layout.pixelType && pixels.count == count * size.width)
            let result = pixels.withBytes { bytes in
                Result { () throws(TIFFError) in try append(strip: compressor.stream(of: bytes)) }
            }
            try result.get()
        }
        endPage()
    }

    /// Writes the next plane, which must be of the layout's size and type.
    package func append(_ pixels: PixelValues) throws(TIFFError) {
        let width = layout.shape.size.width
        precondition(pixels.count == layout.shape.size.pixelCount)
        try append { pixels[$0.lowerBound * width..<$0.upperBound * width] }
    }
}

extension PixelValues {
    /// Calls `body` with the pixels as bytes, in the machine's order, which is TIFF's little-endian one.
    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch self {
        case .uint8(let pixels): pixels.withUnsafeBytes(body)
        case .uint16(let pixels): pixels.withUnsafeBytes(body)
        case .uint32(let pixels): pixels.withUnsafeBytes(body)
        case .float32(let pixels): pixels.withUnsafeBytes(body)
        }
    }
}
