import Imaging

/// Planes that follow each other in the file behind a single directory, as ImageJ writes stacks of more than 4 GB.
///
/// libtiff and the directory know only the first of them.
struct ContiguousPlanes {
    let page: StoredPage
    /// Where the first of them begins.
    let start: Int
    /// All samples of a plane.
    let planeBytes: Int

    /// How many there are.
    let count: Int

    /// `count` planes behind `page`, or as many of them as are there.
    ///
    /// Nil when there is none but the page's own: a page that was taken out of a stack keeps its description. A plane that
    /// is cut off is an error.
    init?(behind page: StoredPage, count: Int, fileSize: Int, landmarks: Landmarks) throws(TIFFFault) {
        guard page.tags.compression == Compression.none, !page.isTiled, page.tags.fillOrder == 1 else { return nil }
        var next = page.blockOffsets[0]
        for (index, offset) in page.blockOffsets.enumerated() {
            guard offset == next else { return nil }
            next += page.storedBytes(ofBlock: index)
        }
        start = page.blockOffsets[0]
        self.page = page
        planeBytes = next - start
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
    ) throws(TIFFFault) -> DecodedPlanes {
        let cut = TIFFFault(.truncatedData, "plane \(index + 1) is cut off")
        guard let rows = PlainRows(page, of: file, isBigEndian: isBigEndian) else { throw cut }
        let height = page.format.size.height
        let buffer = PlaneBuffer(planes: samples.count, format: page.format)
        func read(_ samples: [Int], at offset: Int, _ plane: Int) throws(TIFFFault) {
            guard try rows.read(0..<height, at: offset, samples, into: buffer, plane) else { throw cut }
        }
        let offset = start + index * planeBytes
        if page.format.isPlanar {
            for (plane, sample) in samples.enumerated() {
                try read([0], at: offset + sample * height * page.blockRowBytes, plane)
            }
        } else {
            try read(samples, at: offset, 0)
        }
        return buffer.decoded()
    }
}
