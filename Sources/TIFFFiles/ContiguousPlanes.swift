import Imaging

/// Planes that follow each other in the file behind a single directory, as ImageJ writes stacks of more than 4 GB.
///
/// libtiff and the directory know only the first of them.
struct ContiguousPlanes {
    private let page: StoredPage
    private let start: Int

    /// `count` planes behind `page`, or why they cannot be there.
    init(behind page: StoredPage, count: Int, fileSize: Int) throws(TIFFFault) {
        guard page.tags.compression == 1, !page.isTiled, !page.format.isPlanar, case .direct = page.format.encoding
        else {
            throw TIFFFault(.incompleteSeries, "it is described as \(count) planes and has one")
        }
        var next = page.blockOffsets[0]
        for (index, offset) in page.blockOffsets.enumerated() {
            guard offset == next else {
                throw TIFFFault(
                    .incompleteSeries,
                    "it is described as \(count) planes, which are not stored in sequence"
                )
            }
            next += page.storedBytes(ofBlock: index)
        }
        start = page.blockOffsets[0]
        let planeBytes = next - start
        guard count <= (fileSize - start) / planeBytes else {
            let present = (fileSize - start) / planeBytes
            throw TIFFFault(.truncatedData, "it is described as \(count) planes; \(present) of them are whole")
        }
        self.page = page
    }

    /// The planes of `samples` of the plane `index`.
    func planes(
        _ index: Int,
        _ samples: [Int],
        in file: FileBytes,
        isBigEndian: Bool
    ) throws(TIFFFault) -> [PlanePixels] {
        let size = page.format.size
        let rowBytes = page.blockRowBytes
        let buffer = PlaneBuffer(planes: samples.count, size: size, pixelType: page.format.encoding.pixelType)
        let row = UnsafeMutableRawBufferPointer.allocate(byteCount: rowBytes, alignment: 16)
        defer { row.deallocate() }
        for y in 0..<size.height {
            let offset = start + (index * size.height + y) * rowBytes
            guard FileBytes.read(file.descriptor, at: offset, into: row) == rowBytes, let address = row.baseAddress
            else {
                throw TIFFFault(.truncatedData, "plane \(index + 1) is cut off")
            }
            if isBigEndian { swap(row) }
            for (plane, sample) in samples.enumerated() {
                page.format.encoding.unpack(
                    row: address,
                    first: sample,
                    step: page.format.samples,
                    count: size.width,
                    into: buffer.address(plane: plane, x: 0, y: y)
                )
            }
        }
        return (0..<samples.count).map { buffer.pixels(ofPlane: $0) }
    }

    private func swap(_ row: UnsafeMutableRawBufferPointer) {
        switch page.format.encoding.bits {
        case 16:
            row.withMemoryRebound(to: UInt16.self) { for index in $0.indices { $0[index] = $0[index].byteSwapped } }
        case 32:
            row.withMemoryRebound(to: UInt32.self) { for index in $0.indices { $0[index] = $0[index].byteSwapped } }
        default: break
        }
    }
}
