/// What a system's own description of a file is looked for in.
struct DescribedFile {
    let file: FileBytes
    let header: TIFFHeader
    let limits: TIFFLimits
    /// The tags of the first directory.
    let entries: [DirectoryEntry]
    /// The image descriptions of the first page.
    let texts: [String]
    /// The pages that can be one image with the first, in the order of the file.
    let pages: [PageTags]
    /// All pages, smaller copies among them.
    let allPages: [PageTags]

    /// The first entry of the tag `number` in the first directory.
    func entry(_ number: UInt16) -> DirectoryEntry? { entries.first { $0.tag == number } }

    /// Whether the first directory has the tag `number`.
    func has(_ number: UInt16) -> Bool { entry(number) != nil }

    /// The first `longest` bytes of the text of the tag `number`; empty where there is none.
    func text(_ number: UInt16, atMost longest: Int) -> String {
        guard var entry = entry(number) else { return "" }
        entry.count = min(entry.count, longest)
        return entry.text(in: file, atMost: longest).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// How the text of the tag `number` begins; empty where there is none.
    func beginning(_ number: UInt16) -> String { text(number, atMost: 4096) }

    /// The name and version of the program that wrote the file; at most their beginning.
    var software: String { beginning(TagNumber.software) }

    /// The structure that the tag `number` points to.
    ///
    /// Systems give such tags types and counts that make them look shorter than they are, so that their value would fit
    /// into the entry: it is a place in the file all the same.
    func structure(_ number: UInt16) -> FileStructure? {
        guard let entry = entry(number) else { return nil }
        let fieldBytes = header.isBig ? 8 : 4
        let bytes = entry.count.multipliedReportingOverflow(by: entry.valueSize ?? 1)
        var position = entry.position
        if !bytes.overflow, bytes.partialValue <= fieldBytes {
            guard let field = file.read(at: position, count: fieldBytes) else { return nil }
            position = Int(clamping: field.integer(at: 0, bytes: fieldBytes, bigEndian: header.isBigEndian))
        }
        return structure(at: position)
    }

    /// The structure at `position`, in the byte order of the file.
    func structure(at position: Int) -> FileStructure? {
        FileStructure(file: file, start: position, isBigEndian: header.isBigEndian)
    }
}

/// A part of a file that a system laid out in its own way; each field is nil where the file does not hold it.
struct FileStructure {
    private let file: FileBytes
    /// Where it begins in the file.
    let start: Int
    private let isBigEndian: Bool

    /// Nil unless `start` lies in `file`, behind its header.
    init?(file: FileBytes, start: Int, isBigEndian: Bool) {
        guard start >= 8, start < file.size else { return nil }
        (self.file, self.start, self.isBigEndian) = (file, start, isBigEndian)
    }

    /// `count` bytes, `offset` bytes behind the start.
    func bytes(_ offset: Int, _ count: Int) -> [UInt8]? {
        guard offset >= 0, offset <= file.size - start else { return nil }
        return file.read(at: start + offset, count: count)
    }

    /// A number of 16 bits without a sign.
    func uint16(_ offset: Int) -> Int? { unsigned(offset, 2).map { Int($0) } }

    /// A number of 32 bits without a sign.
    func uint32(_ offset: Int) -> Int? { unsigned(offset, 4).map { Int($0) } }

    /// A number of 32 bits with a sign.
    func int32(_ offset: Int) -> Int? { unsigned(offset, 4).map { Int(Int32(truncatingIfNeeded: $0)) } }

    /// A number of 16 bits with a sign.
    func int16(_ offset: Int) -> Int? { unsigned(offset, 2).map { Int(Int16(truncatingIfNeeded: $0)) } }

    /// A real number of 64 bits, where it is finite.
    func double(_ offset: Int) -> Double? {
        unsigned(offset, 8).map { Double(bitPattern: $0) }.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Two numbers of 32 bits as a fraction; nil where that is no number.
    func fraction(_ offset: Int) -> Double? {
        guard let numerator = uint32(offset), let denominator = uint32(offset + 4), denominator > 0 else { return nil }
        return Double(numerator) / Double(denominator)
    }

    /// Text of at most `count` bytes, up to its first NUL.
    func text(_ offset: Int, _ count: Int) -> String? {
        bytes(offset, count).map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private func unsigned(_ offset: Int, _ count: Int) -> UInt64? {
        bytes(offset, count)?.integer(at: 0, bytes: count, bigEndian: isBigEndian)
    }
}
