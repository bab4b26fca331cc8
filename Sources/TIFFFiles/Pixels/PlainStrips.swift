import CDeflate
import Dispatch
import Imaging

/// Strips whose pixels lie in the file, or in its deflate streams, as they are given: they are read where they belong.
///
/// Whatever is not as it should be is left to libtiff, which says what.
struct PlainStrips {
    private let page: StoredPage
    private let descriptor: Int32
    private let isBigEndian: Bool
    private let isDeflated: Bool

    /// Nil where the strips need more than that.
    init?(_ page: StoredPage, of file: FileBytes, isBigEndian: Bool) {
        guard !page.isTiled, page.samplesPerBlock == 1, case .direct = page.format.encoding, page.tags.fillOrder == 1,
            !page.understatesLengths
        else { return nil }
        isDeflated = Compression.deflate.contains(page.tags.compression)
        if isDeflated {
            // Streams that are listed with far more bytes than they can have would take memory for each processor.
            guard page.tags.predictor == 1,
                page.blockByteCounts.indices.allSatisfy({ index in
                    (6...page.storedBytes(ofBlock: index) * 9 / 8 + 1024).contains(page.blockByteCounts[index])
                })
            else { return nil }
        } else if page.tags.compression != Compression.none {
            return nil
        }
        (self.page, descriptor, self.isBigEndian) = (page, file.descriptor, isBigEndian)
    }

    /// The plane of a sample; nil where it cannot be read this way.
    func plane(_ sample: Int) -> PixelValues? {
        switch page.format.encoding.pixelType {
        case .uint8: pixels(sample).map { .uint8($0) }
        case .uint16: pixels(sample) { $0.byteSwapped }.map { .uint16($0) }
        case .uint32: pixels(sample) { $0.byteSwapped }.map { .uint32($0) }
        case .float32: pixels(sample) { Float(bitPattern: $0.bitPattern.byteSwapped) }.map { .float32($0) }
        }
    }

    private func pixels<Pixel: BitwiseCopyable>(
        _ sample: Int,
        swapped: (Pixel) -> Pixel = { $0 }
    ) -> [Pixel]? {
        let count = page.format.size.pixelCount
        let pixels = [Pixel](unsafeUninitializedCapacity: count) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(
                start: buffer.baseAddress,
                count: count * MemoryLayout<Pixel>.size
            )
            let first = sample * page.blocksDown
            let isRead =
                isDeflated
                ? inflate(first..<first + page.blocksDown, into: target)
                : read(first..<first + page.blocksDown, into: target)
            guard isRead else { return }
            filled = count
            if isBigEndian, MemoryLayout<Pixel>.size > 1 {
                for index in 0..<count { buffer[index] = swapped(buffer[index]) }
            }
        }
        return pixels.count == count ? pixels : nil
    }

    /// Reads strips that follow each other in the file in one go.
    private func read(_ blocks: Range<Int>, into target: UnsafeMutableRawBufferPointer) -> Bool {
        var place = 0
        var block = blocks.lowerBound
        while block < blocks.upperBound {
            let offset = page.blockOffsets[block]
            var count = 0
            while block < blocks.upperBound, page.blockOffsets[block] == offset + count {
                count += page.storedBytes(ofBlock: block)
                block += 1
            }
            let part = UnsafeMutableRawBufferPointer(rebasing: target[place..<place + count])
            guard FileBytes.read(descriptor, at: offset, into: part) == count else { return false }
            place += count
        }
        return place == target.count
    }

    /// Inflates strips on all processors; a stream's checksum must be right, and its pixels as many as there should be.
    private func inflate(_ blocks: Range<Int>, into target: UnsafeMutableRawBufferPointer) -> Bool {
        let stripBytes = page.storedBytes(ofBlock: blocks.lowerBound)
        var isInflated = [Bool](repeating: false, count: blocks.count)
        isInflated.withUnsafeMutableBufferPointer { isInflated in
            // Each strip, and its entry, is written by one thread alone.
            nonisolated(unsafe) let (isInflated, target) = (isInflated, target)
            DispatchQueue.concurrentPerform(iterations: blocks.count) { index in
                let block = blocks.lowerBound + index
                let begin = index * stripBytes
                let strip = target[begin..<begin + page.storedBytes(ofBlock: block)]
                isInflated[index] = inflate(block, into: UnsafeMutableRawBufferPointer(rebasing: strip))
            }
        }
        return isInflated.allSatisfy(\.self)
    }

    private func inflate(_ block: Int, into strip: UnsafeMutableRawBufferPointer) -> Bool {
        let count = page.blockByteCounts[block]
        let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { stored.deallocate() }
        guard FileBytes.read(descriptor, at: page.blockOffsets[block], into: stored) == count,
            let decompressor = libdeflate_alloc_decompressor()
        else { return false }
        defer { libdeflate_free_decompressor(decompressor) }
        return libdeflate_zlib_decompress(
            decompressor,
            stored.baseAddress,
            count,
            strip.baseAddress,
            strip.count,
            nil
        ) == LIBDEFLATE_SUCCESS
    }
}
