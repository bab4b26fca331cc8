import Dispatch
import Imaging

/// Decodes a page into planes, one for each sample that is asked for.
struct PageDecoder {
    let page: StoredPage
    let file: FileBytes
    let header: TIFFHeader
    let limits: TIFFLimits

    /// The planes of `samples`, in that order.
    func planes(_ samples: [Int]) throws(TIFFFault) -> DecodedPlanes {
        if let strips = PlainStrips(page, of: file, isBigEndian: header.isBigEndian) {
            let planes = samples.compactMap { strips.plane($0) }
            if planes.count == samples.count { return DecodedPlanes(planes: planes, isRounded: false) }
        } else if let rows = PlainRows(page, of: file, isBigEndian: header.isBigEndian) {
            return try rows.planes(samples)
        }
        let buffer = PlaneBuffer(planes: samples.count, format: page.format)
        let parts = parts(of: (page.format.isPlanar ? samples.count : 1) * page.blocksAcross * page.blocksDown)
        var faults = [TIFFFault?](repeating: nil, count: parts.count)
        faults.withUnsafeMutableBufferPointer { faults in
            // Each part has a libtiff of its own; its fault, and the pixels of its blocks, are written by it alone.
            nonisolated(unsafe) let (faults, buffer, decoder) = (faults, buffer, self)
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                do throws(TIFFFault) { try decoder.decode(parts[part], samples, into: buffer) } catch {
                    faults[part] = error
                }
            }
        }
        // The first of several is told, whichever came about first.
        if let fault = faults.lazy.compactMap(\.self).first { throw fault }
        return buffer.decoded()
    }

    /// Decoded bytes below which a part is not worth a handle of its own.
    private static let leastBytes = 1 << 20
    /// Blocks of more bytes are decoded one after the other: each needs memory.
    private static let largeBlock = 16 << 20
    /// More parts than processors, for some are quick to decode.
    private static let mostParts = 64
    /// What they may take together, beside the page.
    private static let mostBytes = 256 << 20

    /// The blocks `0..<count`, in parts that are decoded side by side.
    private func parts(of count: Int) -> [Range<Int>] {
        let blockBytes = page.block.height * page.blockRowBytes
        let worthwhile = blockBytes.multipliedReportingOverflow(by: count).partialValue / Self.leastBytes
        // A block takes its size four times while it is decoded and checked.
        let affordable = Self.mostBytes / max(1, 4 * blockBytes)
        let parts = blockBytes > Self.largeBlock ? 1 : max(1, min(count, worthwhile, Self.mostParts, affordable))
        return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
    }

    /// Decodes `blocks`, which are counted over the samples that are wanted.
    private func decode(
        _ blocks: Range<Int>,
        _ samples: [Int],
        into buffer: PlaneBuffer
    ) throws(TIFFFault) {
        let handle = try LibTIFFPage(page, of: file, header: header, limits: limits)
        // Strips of pixels that need no unpacking are decoded where they belong.
        let isInPlace = !page.isTiled && page.samplesPerBlock == 1 && page.format.encoding.isDirect
        // The encoding's values must be aligned; rows of 16-bit and wider samples are multiples of their size.
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: isInPlace ? 0 : page.block.height * page.blockRowBytes,
            alignment: 16
        )
        defer { scratch.deallocate() }
        let blocksOfSample = page.blocksAcross * page.blocksDown
        for number in blocks {
            let (wanted, block) = number.quotientAndRemainder(dividingBy: blocksOfSample)
            let index = page.format.isPlanar ? samples[wanted] * blocksOfSample + block : block
            let (down, across) = block.quotientAndRemainder(dividingBy: page.blocksAcross)
            let place = buffer.address(plane: wanted, x: 0, y: down * page.block.height)
            let decoded = UnsafeMutableRawBufferPointer(
                start: isInPlace ? place : scratch.baseAddress,
                count: page.storedBytes(ofBlock: index)
            )
            try handle.decode(block: index, into: decoded)
            if Compression.deflate.contains(page.tags.compression) {
                try DeflateCheck(page: page, file: file)
                    .verify(block: index, decoded: UnsafeRawBufferPointer(decoded), isBigEndian: header.isBigEndian)
            }
            if isInPlace { continue }
            unpack(decoded, across: across, down: down, page.format.isPlanar ? [0] : samples, into: buffer, wanted)
        }
    }

    private func unpack(
        _ block: UnsafeMutableRawBufferPointer,
        across: Int,
        down: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ firstPlane: Int
    ) {
        let size = page.format.size
        let x = across * page.block.width
        let y = down * page.block.height
        let columns = min(page.block.width, size.width - x)
        guard let start = block.baseAddress else { return }
        for row in 0..<min(page.block.height, size.height - y) {
            for (plane, sample) in samples.enumerated() {
                buffer.unpack(
                    row: start + row * page.blockRowBytes,
                    first: sample,
                    step: page.samplesPerBlock,
                    count: columns,
                    plane: firstPlane + plane,
                    x: x,
                    y: y + row
                )
            }
        }
    }
}
