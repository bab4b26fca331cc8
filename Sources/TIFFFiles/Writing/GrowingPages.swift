import Imaging

/// The next pages of an image, whose rows come a few at a time: all of them at once, such as the classes of one plane.
///
/// The file is the one that whole planes would have made. Of several pages the strips are stored as they come, and put into
/// the order of the pages at the end.
package final class GrowingPages {
    private let writer: TIFFWriter
    private let rowsPerStrip: Int
    /// The rows of each page that do not fill a strip yet.
    private var waiting: [PagePixels]
    private var waitingRows = 0
    private var rows = 0
    private var pages: [StoredStrips]
    private let start: Int

    /// The next `count` pages of `writer`, which is not to be used otherwise until they are complete.
    package init(_ count: Int = 1, of writer: TIFFWriter) throws(TIFFError) {
        self.writer = writer
        rowsPerStrip = writer.rowsPerStrip
        try writer.beginPage(rowsPerStrip: rowsPerStrip)
        start = writer.file.size
        waiting = []
        pages = Array(repeating: StoredStrips(rowsPerStrip: rowsPerStrip), count: count)
    }

    /// Adds `count` rows to each page; `beat` is called before every 32 strips.
    package func append(_ pixels: [PagePixels], rows count: Int, beat: () -> Void = {}) throws(TIFFError) {
        let size = writer.layout.shape.size
        precondition(pixels.count == pages.count && rows + count <= size.height)
        let joined = waiting.isEmpty ? pixels : zip(waiting, pixels).map { $0.followed(by: $1) }
        let present = waitingRows + count
        rows += count
        let isComplete = rows == size.height
        let rowsPerStrip = rowsPerStrip
        let strips = isComplete ? (present + rowsPerStrip - 1) / rowsPerStrip : present / rowsPerStrip
        for (page, pixels) in joined.enumerated() {
            let compressor = StripCompressor(pixels: pixels, width: size.width, pixelType: writer.layout.pixelType)
            for first in stride(from: 0, to: strips, by: TIFFWriter.stripsAtOnce) {
                beat()
                let range = first..<min(strips, first + TIFFWriter.stripsAtOnce)
                let compressed = TIFFWriter.compressed(range) { strip in
                    compressor.strip(strip * rowsPerStrip..<min((strip + 1) * rowsPerStrip, present))
                }
                for strip in compressed { try store(strip, page) }
            }
        }
        waitingRows = isComplete ? 0 : present - strips * rowsPerStrip
        let rest = present - waitingRows..<present
        waiting = rest.isEmpty ? [] : joined.map { $0.rows(rest, width: size.width) }
    }

    private func store(_ strip: [UInt8]?, _ page: Int) throws(TIFFError) {
        pages[page].places.append(writer.file.size)
        pages[page].lengths.append(strip?.count ?? 0)
        try writer.append(strip)
    }

    /// Completes the pages, whose rows are all there.
    package func end(beat: () -> Void = {}) throws(TIFFError) {
        precondition(rows == writer.layout.shape.size.height)
        if pages.count > 1 {
            do throws(TIFFFault) { try sort(beat) } catch { throw .writing(file: writer.name, detail: error.detail) }
        }
        writer.pages += pages
    }

    /// Puts the strips into the order of the pages: a copy behind, which then takes their place.
    private func sort(_ beat: () -> Void) throws(TIFFFault) {
        let file = writer.file
        let end = file.size
        for page in pages.indices {
            for strip in pages[page].places.indices {
                beat()
                let bytes = try file.bytes(at: pages[page].places[strip], count: pages[page].lengths[strip])
                pages[page].places[strip] = file.size - (end - start)
                try file.append(bytes)
            }
        }
        try file.moveTail(from: end, to: start, beat: beat)
    }
}

extension PagePixels {
    /// These pixels, and those of the rows behind them, of the same kind.
    fileprivate func followed(by next: PagePixels) -> PagePixels {
        switch (self, next) {
        case (.values(var values), .values(let next)):
            values.append(next)
            return .values(values)
        case (.mask(let mask), .mask(let next)):
            let size = ImageSize(width: mask.size.width, height: mask.size.height + next.size.height)
            return .mask(Mask(size: size, words: mask.words + next.words))
        case (.labels(let labels, let type), .labels(let next, _)): return .labels(labels + next, type)
        case (.ofLabels(let labels, let table), .ofLabels(let next, _)): return .ofLabels(labels + next, table)
        default: preconditionFailure("rows of one page are of one kind")
        }
    }

    /// The rows `rows`.
    fileprivate func rows(_ rows: Range<Int>, width: Int) -> PagePixels {
        let range = rows.lowerBound * width..<rows.upperBound * width
        switch self {
        case .values(let values): return .values(values[range])
        case .mask(let mask):
            let words = Mask.wordsPerRow(mask.size)
            return .mask(
                Mask(
                    size: ImageSize(width: width, height: rows.count),
                    words: Array(mask.words[rows.lowerBound * words..<rows.upperBound * words])
                )
            )
        case .labels(let labels, let type): return .labels(Array(labels[range]), type)
        case .ofLabels(let labels, let table): return .ofLabels(Array(labels[range]), table)
        }
    }
}
