import Dispatch
package import Imaging

/// Pages, whose strips are compressed on all processors.
extension TIFFWriter {
    /// Strips of about 1 MB: long enough to compress well, short enough to be read in part.
    private static let stripBytes = 1 << 20
    /// So many strips are compressed before they are written.
    static let stripsAtOnce = 32

    /// Writes the next plane.
    ///
    /// - Parameters:
    ///   - pixels: of the layout's type; `slice` is the one among them that is written, from 0.
    ///   - beat: called before every 32 strips.
    package func append(_ pixels: PagePixels, slice: Int = 0, beat: () -> Void = {}) throws(TIFFError) {
        let size = layout.shape.size
        precondition(pixels.pixelType == layout.pixelType && pixels.count >= (slice + 1) * size.width * size.height)
        let rowsPerStrip = rowsPerStrip
        try beginPage(rowsPerStrip: rowsPerStrip)
        let compressor = StripCompressor(pixels: pixels, width: size.width, pixelType: layout.pixelType)
        let count = (size.height + rowsPerStrip - 1) / rowsPerStrip
        for first in stride(from: 0, to: count, by: Self.stripsAtOnce) {
            beat()
            let strips = Self.compressed(first..<min(count, first + Self.stripsAtOnce)) { strip in
                let row = slice * size.height + strip * rowsPerStrip
                return compressor.strip(row..<min(row + rowsPerStrip, (slice + 1) * size.height))
            }
            for strip in strips { try append(strip) }
        }
        endPage()
    }

    /// Rows of a strip.
    var rowsPerStrip: Int {
        let size = layout.shape.size
        return max(1, min(size.height, Self.stripBytes / (size.width * layout.pixelType.byteCount)))
    }

    /// Writes the next plane, which must be of the layout's size and type.
    package func append(_ pixels: PixelValues) throws(TIFFError) {
        precondition(pixels.count == layout.shape.size.pixelCount)
        try append(.values(pixels))
    }

    /// Adds a strip, where there was memory to compress it.
    func append(_ strip: [UInt8]?) throws(TIFFError) {
        guard let strip else { throw .writing(file: name, detail: "there is no memory to compress it") }
        let result = strip.withUnsafeBytes { bytes in Result { () throws(TIFFError) in try append(strip: bytes) } }
        try result.get()
    }

    /// What `compress` makes of each strip, on all processors.
    static func compressed(_ strips: Range<Int>, _ compress: @Sendable (Int) -> [UInt8]?) -> [[UInt8]?] {
        guard strips.count > 1 else { return strips.map(compress) }
        var compressed = [[UInt8]?](repeating: nil, count: strips.count)
        compressed.withUnsafeMutableBufferPointer { compressed in
            // Each strip is written by one thread alone.
            nonisolated(unsafe) let compressed = compressed
            DispatchQueue.concurrentPerform(iterations: strips.count) { index in
                compressed[index] = compress(strips.lowerBound + index)
            }
        }
        return compressed
    }
}
