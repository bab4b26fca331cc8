import Files
import SystemPackage
import WorkerProtocol

/// What the tables of an experiment hold, as the table of images says it and the table of objects bears it out.
///
/// A process that ends between the two renames leaves a newer table of objects beside an older one of images. Where the two
/// part, the index ends; what is behind is taken from the images' own tables again.
struct ExperimentIndex {
    /// A line of the table of images; there may be as many as there are images, so that it is small.
    struct Entry {
        /// The line in `text`, without its end.
        let line: Range<Int>
        /// Its rows in the table of objects.
        let rows: Int
        let range: Range<Int>
        /// Where the fields of image and recipe end in the line, where that of the summary is, and where `table_rows` begins.
        fileprivate let prefixEnd: Int32
        fileprivate let summary: Range<Int32>
        fileprivate let tail: Int32
        /// Where the field of `table_bytes` ends.
        fileprivate let tailEnd: Int32
    }

    /// A larger table of images is not read: 500 bytes a line, a million images.
    private static let largest = 1 << 29

    /// The table of images.
    private(set) var text: [UInt8] = []
    private(set) var entries: [Entry] = []
    /// The groups that the table of images has.
    private(set) var groups: [String] = []
    /// The columns of the table of objects; nil where there is none that could be used.
    private(set) var columns: ObjectColumns?
    /// Whether both tables say the same, to the end.
    private(set) var isExact = false
    /// The open table of objects.
    let objects: Descriptor?

    /// Reads the tables in an open folder.
    init(
        images: Descriptor,
        objects: Descriptor?,
        in folder: ResultFolder,
        _ work: ExperimentWork
    ) throws(Failure) {
        self.objects = objects
        guard let objects else { return }
        let path = folder.path.appending(ExperimentTables.imagesName)
        func attempt<Value>(_ body: () throws(Errno) -> Value) throws(Failure) -> Value {
            try work.step(path) { () throws(Failure) in
                try folder.attempt("read", ExperimentTables.imagesName, body)
            }
        }
        let calls = folder.calls
        let end = try attempt { () throws(Errno) in Int(try calls.state(of: objects).identity.size) }
        text = try attempt { () throws(Errno) in
            let size = Int(try calls.state(of: images).identity.size)
            return size <= Self.largest ? try calls.read(images.number, first: size) : []
        }
        let first = try attempt { () throws(Errno) in
            var rows = RowReader(objects, 0..<min(end, ObjectColumns.longestHeader), calls: calls)
            return try rows.next()
        }
        guard let header = line(from: 0), let names = RowFields.texts(text[header]),
            Array(names.prefix(ImageLine.columns.count)) == ImageLine.columns,
            case .row(let row) = first, let columns = ObjectColumns(header: row)
        else { return }
        self.columns = columns
        groups = Array(names.dropFirst(ImageLine.columns.count))
        var (place, offset) = (header.upperBound + 1, row.count + 1)
        while place < text.count {
            guard let line = line(from: place), let entry = entry(line, at: offset, end: end),
                try attempt({ () throws(Errno) in try bearsOut(entry, objects, calls) })
            else { return }
            entries.append(entry)
            (place, offset) = (line.upperBound + 1, entry.range.upperBound)
        }
        isExact = offset == end
    }

    /// A field of an entry.
    func field(_ number: Int, of entry: Entry) -> [UInt8] {
        var fields: [Range<Int>] = []
        let isWhole = text.withUnsafeBufferPointer {
            RowFields.split(UnsafeBufferPointer(rebasing: $0[entry.line]), into: &fields)
        }
        guard isWhole, number < fields.count else { return [] }
        let start = entry.line.lowerBound
        return Array(text[start + fields[number].lowerBound..<start + fields[number].upperBound])
    }

    /// The fields of image and recipe, a comma behind each.
    func prefix(of entry: Entry) -> ArraySlice<UInt8> {
        text[entry.line.lowerBound..<entry.line.lowerBound + Int(entry.prefixEnd)]
    }

    /// The field for the summary.
    func summary(of entry: Entry) -> ArraySlice<UInt8> {
        let start = entry.line.lowerBound
        return text[start + Int(entry.summary.lowerBound)..<start + Int(entry.summary.upperBound)]
    }

    /// The line up to the comma in front of `table_rows`.
    func head(of entry: Entry) -> ArraySlice<UInt8> {
        text[entry.line.lowerBound..<entry.line.lowerBound + Int(entry.tail) - 1]
    }

    /// The fields of the groups, a comma before each.
    func lineEnd(of entry: Entry) -> ArraySlice<UInt8> {
        text[entry.line.lowerBound + Int(entry.tailEnd)..<entry.line.upperBound]
    }

    private func line(from start: Int) -> Range<Int>? {
        text[start...].firstIndex(of: UInt8(ascii: "\n")).map { start..<$0 }
    }

    private func entry(_ line: Range<Int>, at offset: Int, end: Int) -> Entry? {
        var fields: [Range<Int>] = []
        let isWhole = text.withUnsafeBufferPointer {
            RowFields.split(UnsafeBufferPointer(rebasing: $0[line]), into: &fields)
        }
        guard isWhole, fields.count == ImageLine.columns.count + groups.count,
            let rows = number(fields[ImageLine.rows], line), let bytes = number(fields[ImageLine.bytes], line),
            (rows == 0) == (bytes == 0), rows <= bytes, bytes <= end - offset
        else { return nil }
        let summary = fields[ImageLine.summary]
        return Entry(
            line: line,
            rows: rows,
            range: offset..<offset + bytes,
            prefixEnd: Int32(fields[1].upperBound + 1),
            summary: Int32(summary.lowerBound)..<Int32(summary.upperBound),
            tail: Int32(fields[ImageLine.rows].lowerBound),
            tailEnd: Int32(fields[ImageLine.bytes].upperBound)
        )
    }

    private func number(_ field: Range<Int>, _ line: Range<Int>) -> Int? {
        let digits = text[line.lowerBound + field.lowerBound..<line.lowerBound + field.upperBound]
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// Whether the first and the last of its rows are those of its image and recipe: rows of one image lie together.
    private func bearsOut(_ entry: Entry, _ objects: Descriptor, _ calls: FileCalls) throws(Errno) -> Bool {
        guard !entry.range.isEmpty else { return true }
        let prefix = prefix(of: entry)
        let first = try bytes(of: objects, from: entry.range.lowerBound, prefix.count, calls)
        guard first.elementsEqual(prefix) else { return false }
        for length in [4096, RowReader.longest] {
            let start = max(entry.range.lowerBound, entry.range.upperBound - length)
            let last = try bytes(of: objects, from: start, entry.range.upperBound - start, calls)
            guard last.last == UInt8(ascii: "\n") else { return false }
            if let lineEnd = last.dropLast().lastIndex(of: UInt8(ascii: "\n")) {
                return last[(lineEnd + 1)...].starts(with: prefix)
            }
            if start == entry.range.lowerBound { return true }
        }
        return false
    }

    private func bytes(of file: Descriptor, from offset: Int, _ count: Int, _ calls: FileCalls) throws(Errno) -> [UInt8]
    {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Errno) in try calls.read(file.number, into: buffer, at: offset) }
        }
        let found = try result.get()
        return found == count ? bytes : []
    }
}
