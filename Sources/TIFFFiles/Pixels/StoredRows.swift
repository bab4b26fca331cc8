import Imaging

/// The rows of a page, of which any part can be decoded.
final class StoredRows {
    private let page: StoredPage
    private let opened: OpenTIFF
    private let limits: TIFFLimits
    /// Where the rows lie one behind the other, as planes behind a single directory do.
    private let start: Int?
    private var handle: LibTIFFPage?

    /// The rows of `page`.
    init(of page: StoredPage, in opened: OpenTIFF, limits: TIFFLimits) {
        (self.page, self.opened, self.limits, start) = (page, opened, limits, nil)
    }

    /// The rows of the plane `index` of `planes`.
    init(ofPlane index: Int, of planes: ContiguousPlanes, in opened: OpenTIFF, limits: TIFFLimits) {
        (page, self.opened, self.limits) = (planes.page, opened, limits)
        start = planes.start + index * planes.planeBytes
    }

    /// Whether each row lies in the file as it is.
    private var isPlain: Bool {
        start != nil || !page.isTiled && page.tags.compression == Compression.none && page.tags.fillOrder == 1
    }

    /// Rows that are decoded together.
    var blockRows: Int { isPlain ? 1 : page.block.height }

    /// Bytes that a strip or tile takes while it is decoded, or a row that lies as it is.
    var blockBytes: Int {
        let decoded = blockRows * page.blockRowBytes
        // What libtiff reads, the copy that is checked, and what that is inflated to.
        return isPlain ? decoded : 2 * decoded + 2 * min(page.blockByteCounts.max() ?? 0, 2 * decoded)
    }

    /// The rows `rows`, a plane for each of `samples`.
    func read(_ rows: Range<Int>, of samples: [Int]) throws(TIFFFault) -> DecodedPlanes {
        var format = page.format
        format.size.height = rows.count
        let buffer = PlaneBuffer(planes: samples.count, format: format)
        if page.format.isPlanar {
            for (plane, sample) in samples.enumerated() { try read(rows, section: sample, [0], into: buffer, plane) }
        } else {
            try read(rows, section: 0, samples, into: buffer, 0)
        }
        return buffer.decoded()
    }

    /// Reads rows of the strips or tiles of one sample, or of all samples that are stored together.
    private func read(
        _ rows: Range<Int>,
        section: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ plane: Int
    ) throws(TIFFFault) {
        // The encoding's values must be aligned.
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: blockRows * page.blockRowBytes, alignment: 16)
        defer { scratch.deallocate() }
        if isPlain {
            for y in rows {
                try readPlainRow(y, section: section, into: scratch)
                unpack(scratch, row: 0, x: 0, samples, into: buffer, plane, y: y - rows.lowerBound)
            }
            return
        }
        let firstBlock = section * page.blocksAcross * page.blocksDown
        for down in rows.lowerBound / page.block.height...(rows.upperBound - 1) / page.block.height {
            let top = down * page.block.height
            let wanted = rows.clamped(to: top..<top + page.block.height)
            for across in 0..<page.blocksAcross {
                try decode(firstBlock + down * page.blocksAcross + across, into: scratch)
                for y in wanted {
                    let x = across * page.block.width
                    unpack(scratch, row: y - top, x: x, samples, into: buffer, plane, y: y - rows.lowerBound)
                }
            }
        }
    }

    private func readPlainRow(_ y: Int, section: Int, into row: UnsafeMutableRawBufferPointer) throws(TIFFFault) {
        let block = section * page.blocksDown + y / page.block.height
        let behind = section * page.format.size.height + y
        let offset =
            start.map { $0 + behind * row.count } ?? page.blockOffsets[block] + y % page.block.height * row.count
        guard FileBytes.read(opened.file.descriptor, at: offset, into: row) == row.count else {
            throw TIFFFault(.truncatedData, "row \(y + 1) is cut off").onPage(page.tags.index)
        }
        if opened.header.isBigEndian { row.swap(page.format.encoding.swappedBytes) }
    }

    private func decode(_ block: Int, into scratch: UnsafeMutableRawBufferPointer) throws(TIFFFault) {
        let handle = try openedHandle()
        let stored = UnsafeMutableRawBufferPointer(rebasing: scratch[..<page.storedBytes(ofBlock: block)])
        try handle.decode(block: block, into: stored)
        guard Compression.deflate.contains(page.tags.compression) else { return }
        try DeflateCheck(page: page, file: opened.file)
            .verify(block: block, decoded: UnsafeRawBufferPointer(stored), isBigEndian: opened.header.isBigEndian)
    }

    private func openedHandle() throws(TIFFFault) -> LibTIFFPage {
        if let handle { return handle }
        let handle = try LibTIFFPage(page, of: opened.file, header: opened.header, limits: limits)
        self.handle = handle
        return handle
    }

    private func unpack(
        _ block: UnsafeMutableRawBufferPointer,
        row: Int,
        x: Int,
        _ samples: [Int],
        into buffer: PlaneBuffer,
        _ plane: Int,
        y: Int
    ) {
        guard let start = block.baseAddress else { return }
        for (index, sample) in samples.enumerated() {
            buffer.unpack(
                row: start + row * page.blockRowBytes,
                first: sample,
                step: page.samplesPerBlock,
                count: min(page.block.width, page.format.size.width - x),
                plane: plane + index,
                x: x,
                y: y
            )
        }
    }
}
