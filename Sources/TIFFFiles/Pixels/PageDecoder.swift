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
        let handle = try LibTIFFPage(page, of: file, header: header, limits: limits)
        if page.format.isPlanar {
            for (plane, sample) in samples.enumerated() {
                try decode(handle, firstBlock: sample * page.blocksAcross * page.blocksDown, [0], into: buffer, plane)
            }
        } else {
            try decode(handle, firstBlock: 0, samples, into: buffer, 0)
        }
        return buffer.decoded()
    }

    private func decode(
        _ handle: LibTIFFPage,
        firstBlock: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ firstPlane: Int
    ) throws(TIFFFault) {
        // Strips of pixels that need no unpacking are decoded where they belong.
        let isInPlace = !page.isTiled && page.samplesPerBlock == 1 && page.format.encoding.isDirect
        // The encoding's values must be aligned; rows of 16-bit and wider samples are multiples of their size.
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: isInPlace ? 0 : page.block.height * page.blockRowBytes,
            alignment: 16
        )
        defer { scratch.deallocate() }
        for down in 0..<page.blocksDown {
            for across in 0..<page.blocksAcross {
                let index = firstBlock + down * page.blocksAcross + across
                let place = buffer.address(plane: firstPlane, x: 0, y: down * page.block.height)
                let block = UnsafeMutableRawBufferPointer(
                    start: isInPlace ? place : scratch.baseAddress,
                    count: page.storedBytes(ofBlock: index)
                )
                try handle.decode(block: index, into: block)
                if Compression.deflate.contains(page.tags.compression) {
                    try DeflateCheck(page: page, file: file)
                        .verify(block: index, decoded: UnsafeRawBufferPointer(block), isBigEndian: header.isBigEndian)
                }
                if isInPlace { continue }
                unpack(block, across: across, down: down, samples, into: buffer, firstPlane)
            }
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
