package import Imaging

/// Writes a TIFF page by page: channels fastest, then slices, then frames, then positions.
///
/// Little-endian, deflate, strips; ImageJ's description, and OME-XML where the layout says so; no time stamp, so that the
/// same pixels give the same bytes.
package final class TIFFWriter {
    /// What the image says of itself; it counts as it is when the file is finished.
    package var presentation: Presentation

    var layout: ImageLayout
    let name: String
    private let software: String
    private let largestClassic: Int
    let file: AppendedFile
    /// Bytes behind the header that wait for the first directory.
    private(set) var room = 0
    /// What the image said of itself when that room was left.
    private var presentationAtBeginning: Presentation?
    var pages: [StoredStrips] = []
    private var page = StoredStrips(rowsPerStrip: 1)
    private var isFinished = false

    /// Empties the file behind `fileDescriptor`, which must be open for reading and writing and stays the caller's.
    ///
    /// `layout` is that of the output; `provenance` is one line; `software` must begin with the mark. A file of more than
    /// `largestClassic` bytes is a BigTIFF.
    package init(
        fileDescriptor: Int32,
        name: String,
        layout: ImageLayout,
        provenance: String,
        software: String = SoftwareTag.program,
        largestClassic: Int = Int(UInt32.max)
    ) throws(TIFFError) {
        precondition(SoftwareTag.isOurs(software.utf8))
        let shape = layout.shape
        precondition(shape.planeCount > 0 && shape.size.pixelCount > 0)
        self.layout = layout
        self.name = name
        self.software = software
        presentation = Presentation([provenance])
        self.largestClassic = largestClassic
        do throws(TIFFFault) {
            file = try AppendedFile(emptying: fileDescriptor)
            // Where the directories stand, and whether that is beyond 4 GB, is known at the end.
            try file.append([UInt8](repeating: 0, count: WrittenDirectory.headerSize))
        } catch {
            throw .writing(file: name, detail: error.detail)
        }
    }

    /// Begins the next page.
    func beginPage(rowsPerStrip: Int) throws(TIFFError) {
        let count = layout.shape.planeCount
        guard !isFinished, pages.count < count else {
            throw .writing(file: name, detail: "it has all of its \(count) planes already")
        }
        page = StoredStrips(rowsPerStrip: rowsPerStrip)
        do throws(TIFFFault) { try reserveRoom(rowsPerStrip: rowsPerStrip) } catch {
            throw .writing(file: name, detail: error.detail)
        }
    }

    /// Leaves room for the first directory before the first strip, so that a file that is cut later keeps it, and our mark.
    private func reserveRoom(rowsPerStrip: Int) throws(TIFFFault) {
        guard file.size == WrittenDirectory.headerSize else { return }
        presentationAtBeginning = presentation
        setRoom(rowsPerStrip: rowsPerStrip)
        try file.append([UInt8](repeating: 0, count: room))
    }

    /// Reckons the room for the first directory of the layout as it is now, and of what was to be said at the beginning.
    func setRoom(rowsPerStrip: Int) {
        let height = layout.shape.size.height
        var strips = StoredStrips(rowsPerStrip: rowsPerStrip)
        strips.places = [Int](repeating: 0, count: (height + rowsPerStrip - 1) / rowsPerStrip)
        strips.lengths = strips.places
        let tags = PageTagging(
            layout: layout,
            presentation: presentationAtBeginning ?? presentation,
            software: software
        )
        // A range that is not known yet may need some more digits.
        let size = tags.directory(0, strips).size(isBig: true) + 64
        room = size + (8 - size % 8) % 8
    }

    /// Adds a compressed strip to the page that was begun.
    func append(strip: UnsafeRawBufferPointer) throws(TIFFError) {
        page.places.append(file.size)
        page.lengths.append(strip.count)
        do throws(TIFFFault) { try file.append(strip) } catch {
            throw .writing(file: name, detail: error.detail)
        }
    }

    /// Completes a page whose strips are written.
    func endPage() { pages.append(page) }

    /// Completes the file; the caller syncs it.
    package func finish() throws(TIFFError) {
        guard pages.count == layout.shape.planeCount else {
            throw .writing(file: name, detail: "\(pages.count) of its \(layout.shape.planeCount) planes were written")
        }
        guard !isFinished else { return }
        do throws(TIFFFault) { try writeDirectories() } catch {
            throw .writing(file: name, detail: error.detail)
        }
        isFinished = true
    }

    private var tagging: PageTagging {
        PageTagging(layout: layout, presentation: presentation, software: software)
    }

    /// Writes the first directory into its room, the others behind all pixels, then the header that leads to them.
    private func writeDirectories() throws(TIFFFault) {
        let tags = tagging
        let bound = pages.indices.reduce(file.size) { $0 + tags.directory($1, pages[$1]).size(isBig: false) }
        let isBig = bound > largestClassic
        if file.size % 8 > 0 { try file.append([UInt8](repeating: 0, count: 8 - file.size % 8)) }
        let first = tags.directory(0, pages[0])
        // Where more is said than was known at the beginning, there is no room for it.
        let fits = first.size(isBig: isBig) <= room
        var start = file.size
        if fits {
            start = WrittenDirectory.headerSize
            let next = pages.count > 1 ? file.size : 0
            try file.replace(at: start, by: first.bytes(at: start, next: next, isBig: isBig))
        }
        try writeDirectories(of: pages.indices.dropFirst(fits ? 1 : 0), tags, isBig: isBig)
        try file.replace(at: 0, by: WrittenDirectory.header(first: start, isBig: isBig))
    }

    /// Adds the directories of `indices` at the end.
    private func writeDirectories(of indices: Range<Int>, _ tags: PageTagging, isBig: Bool) throws(TIFFFault) {
        var bytes: [UInt8] = []
        for index in indices {
            let directory = tags.directory(index, pages[index])
            let offset = file.size + bytes.count
            let isLast = index == pages.count - 1
            let next = isLast ? 0 : offset + directory.size(isBig: isBig)
            bytes += directory.bytes(at: offset, next: next, isBig: isBig)
            guard isLast || bytes.count > 1 << 18 else { continue }
            try file.append(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
    }
}

/// Where the pixels of a page stand.
struct StoredStrips {
    let rowsPerStrip: Int
    var places: [Int] = []
    var lengths: [Int] = []

    /// A page without strips.
    init(rowsPerStrip: Int) { self.rowsPerStrip = rowsPerStrip }
}
