import Imaging

/// Planes that follow each other in the file behind a single directory, as ImageJ writes stacks of more than 4 GB.
///
/// libtiff and the directory know only the first of them.
struct ContiguousPlanes {
    private let page: StoredPage
    private let start: Int

    /// How many there are.
    let count: Int

    /// `count` planes behind `page`, or as many of them as are there.
    ///
    /// Nil when there is none but the page's own: a page that was taken out of a stack keeps its description. A plane that
    /// is cut off is an error.
    init?(behind page: StoredPage, count: Int, fileSize: Int, landmarks: Landmarks) throws(TIFFFault) {
        guard page.tags.compression == Compression.none, !page.isTiled, !page.format.isPlanar,
            case .direct = page.format.encoding
        else { return nil }
        var next = page.blockOffsets[0]
        for (index, offset) in page.blockOffsets.enumerated() {
            guard offset == next else { return nil }
            next += page.storedBytes(ofBlock: index)
        }
        start = page.blockOffsets[0]
        self.page = page
        let planeBytes = next - start
        // Planes end at the latest where something else begins.
        let end = landmarks.next(after: next - 1)
        let present = (end - start) / planeBytes
        if count <= present {
            self.count = count
            return
        }
        // A file may be filled up to the next multiple of 16 bytes; more than that was to be a plane.
        guard end < fileSize || (end - start) % planeBytes < 16 else {
            throw TIFFFault(.truncatedData, "it is described as \(count) planes; \(present) of them are whole")
        }
        guard present > 1 else { return nil }
        self.count = present
    }

    /// The planes of `samples` of the plane `index`.
    func planes(
        _ index: Int,
        _ samples: [Int],
        in file: FileBytes,
        isBigEndian: Bool
    ) throws(TIFFFault) -> [PixelValues] {
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
