import CDeflate
package import Imaging

/// Makes zlib streams of a page's strips; any number of threads may use it at once.
package struct StripCompressor: Sendable {
    let pixels: PagePixels
    let width: Int
    let pixelType: PixelType

    /// A compressor of `pixels`, rows of `width`, as values of `pixelType`.
    package init(pixels: PagePixels, width: Int, pixelType: PixelType) {
        (self.pixels, self.width, self.pixelType) = (pixels, width, pixelType)
    }

    /// The strip of the rows `rows`, which are counted in the order (Z, Y).
    ///
    /// - Returns: nil where there is no memory.
    package func strip(_ rows: Range<Int>) -> [UInt8]? {
        let range = rows.lowerBound * width..<rows.upperBound * width
        guard pixelType != .float32 else {
            guard case .values(.float32(let values)) = pixels else { preconditionFailure("only values are real") }
            return values.withUnsafeBytes {
                Self.deflated(.init(rebasing: $0[range.lowerBound * 4..<range.upperBound * 4]))
            }
        }
        var runs = RunCompressor(pixelBytes: pixelType.byteCount)
        switch pixels {
        case .values(.uint8(let values)): values.withUnsafeBufferPointer { runs.append(.init(rebasing: $0[range])) }
        case .values(.uint16(let values)): values.withUnsafeBufferPointer { runs.append(.init(rebasing: $0[range])) }
        case .values(.uint32(let values)), .labels(let values, _):
            values.withUnsafeBufferPointer { runs.append(.init(rebasing: $0[range])) }
        case .values(.float32): preconditionFailure("real numbers have no runs")
        case .ofLabels(let labels, let table):
            labels.withUnsafeBufferPointer { labels in
                table.withUnsafeBufferPointer { runs.append(.init(rebasing: labels[range]), table: $0) }
            }
        case .mask(let mask):
            let words = Mask.wordsPerRow(mask.size)
            mask.words.withUnsafeBufferPointer { all in
                for row in rows {
                    runs.append(maskRow: .init(rebasing: all[row * words..<(row + 1) * words]), count: width)
                }
            }
        }
        return runs.finish()
    }

    /// Real numbers have no runs, and are searched for repetitions.
    private static func deflated(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        // The fastest level: the next ones take twice the time for a few percent.
        guard let compressor = libdeflate_alloc_compressor(1) else { return nil }
        defer { libdeflate_free_compressor(compressor) }
        let room = libdeflate_zlib_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, used in
            used = libdeflate_zlib_compress(compressor, bytes.baseAddress, bytes.count, buffer.baseAddress, room)
        }
    }
}
