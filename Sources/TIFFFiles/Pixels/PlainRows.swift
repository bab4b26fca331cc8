import Glibc
import Imaging

/// Uncompressed rows of a page, read some at a time: a strip that is as large as the image takes no memory.
struct PlainRows {
    private let page: StoredPage
    private let file: FileBytes
    private let isBigEndian: Bool
    /// Bytes that are read in one go, unless one row has more.
    private static let portion = 1 << 20

    /// Nil where rows do not lie in the file as they are: compressed, in tiles, or with reversed bits.
    init?(_ page: StoredPage, of file: FileBytes, isBigEndian: Bool) {
        guard page.tags.compression == Compression.none, !page.isTiled, page.tags.fillOrder == 1 else { return nil }
        (self.page, self.file, self.isBigEndian) = (page, file, isBigEndian)
    }

    /// The planes of `samples`.
    func planes(_ samples: [Int]) throws(TIFFFault) -> DecodedPlanes {
        let buffer = PlaneBuffer(planes: samples.count, format: page.format)
        if page.format.isPlanar {
            for (plane, sample) in samples.enumerated() {
                try strips(from: sample * page.blocksDown, [0], into: buffer, plane)
            }
        } else {
            try strips(from: 0, samples, into: buffer, 0)
        }
        return buffer.decoded()
    }

    private func strips(
        from first: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ plane: Int
    ) throws(TIFFFault) {
        for strip in 0..<page.blocksDown {
            let y = strip * page.block.height
            let rows = y..<y + page.rows(ofBlock: first + strip)
            guard try read(rows, at: page.blockOffsets[first + strip], samples, into: buffer, plane) else {
                throw TIFFFault(.truncatedData, "strip \(first + strip + 1) is cut off").onPage(page.tags.index)
            }
        }
    }

    /// Unpacks `rows`, the first of which lies at `offset`; false where the file ends before.
    func read(
        _ rows: Range<Int>,
        at offset: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ firstPlane: Int
    ) throws(TIFFFault) -> Bool {
        let rowBytes = page.blockRowBytes
        let most = max(1, Self.portion / rowBytes)
        let portion = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(most, rows.count) * rowBytes,
            alignment: 16
        )
        defer { portion.deallocate() }
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: most) {
            let count = min(most, rows.upperBound - start)
            let bytes = UnsafeMutableRawBufferPointer(rebasing: portion[..<(count * rowBytes)])
            let place = offset + (start - rows.lowerBound) * rowBytes
            guard FileBytes.read(file.descriptor, at: place, into: bytes) == bytes.count else { return false }
            if isBigEndian { bytes.swap(page.format.encoding.swappedBytes) }
            unpack(bytes, start..<start + count, samples, into: buffer, firstPlane)
        }
        return true
    }

    private func unpack(
        _ bytes: UnsafeMutableRawBufferPointer,
        _ rows: Range<Int>,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ firstPlane: Int
    ) {
        guard let start = bytes.baseAddress else { return }
        for (row, y) in rows.enumerated() {
            for (plane, sample) in samples.enumerated() {
                buffer.unpack(
                    row: start + row * page.blockRowBytes,
                    first: sample,
                    step: page.samplesPerBlock,
                    count: page.format.size.width,
                    plane: firstPlane + plane,
                    x: 0,
                    y: y
                )
            }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Turns round every `count` bytes: the byte order of numbers of that size.
    func swap(_ count: Int) {
        switch count {
        case 2: withMemoryRebound(to: UInt16.self) { for index in $0.indices { $0[index] = $0[index].byteSwapped } }
        case 3: for index in Swift.stride(from: 0, to: self.count - 2, by: 3) { swapAt(index, index + 2) }
        case 4: withMemoryRebound(to: UInt32.self) { for index in $0.indices { $0[index] = $0[index].byteSwapped } }
        case 8: withMemoryRebound(to: UInt64.self) { for index in $0.indices { $0[index] = $0[index].byteSwapped } }
        default: break
        }
    }
}
