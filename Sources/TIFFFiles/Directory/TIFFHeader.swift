/// The first 8 (classic) or 16 (BigTIFF) bytes of a TIFF.
struct TIFFHeader: Equatable {
    /// Values are stored most significant byte first (`MM`).
    var isBigEndian: Bool
    /// 64-bit offsets.
    var isBig: Bool
    /// Where the first directory lies; not checked.
    var firstDirectory: Int

    /// Reads the header of `file`.
    init(reading file: FileBytes) throws(TIFFFault) {
        guard let start = file.read(at: 0, count: min(16, file.size)), !start.isEmpty else {
            throw TIFFFault(.truncatedHeader, "it is empty")
        }
        switch start.prefix(2) {
        case [0x49, 0x49], [0x49]: isBigEndian = false
        case [0x4D, 0x4D], [0x4D]: isBigEndian = true
        default:
            throw TIFFFault(.notTIFF, "it does not begin as a TIFF does" + TIFFHeader.look(file))
        }
        guard start.count >= 4 else { throw TIFFFault(.truncatedHeader, "it ends within the header") }
        let version = start.integer(at: 2, bytes: 2, bigEndian: isBigEndian)
        guard version == 42 || version == 43 else {
            throw TIFFFault(
                .notTIFF,
                "it has the version number \(version), where a TIFF has 42 or 43" + TIFFHeader.look(file)
            )
        }
        isBig = version == 43
        guard start.count >= (isBig ? 16 : 8) else {
            throw TIFFFault(.truncatedHeader, "it ends within the header")
        }
        if isBig, start.integer(at: 4, bytes: 2, bigEndian: isBigEndian) != 8 {
            throw TIFFFault(.notTIFF, "its BigTIFF header does not announce 8-byte offsets")
        }
        let offset =
            isBig
            ? start.integer(at: 8, bytes: 8, bigEndian: isBigEndian)
            : start.integer(at: 4, bytes: 4, bigEndian: isBigEndian)
        firstDirectory = Int(clamping: offset)
    }

    /// What `file` looks like instead, as the end of a sentence.
    private static func look(_ file: FileBytes) -> String {
        let start = file.read(at: 0, count: min(FileSignature.length, file.size)) ?? []
        return FileSignature.name(of: start).map { "; it looks like \($0)" } ?? ""
    }

    /// `offset` as this header would store it.
    func encoded(_ offset: Int) -> [UInt8] {
        let count = isBig ? 8 : 4
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }
}

extension [UInt8] {
    /// The unsigned integer of `bytes` bytes at `index`.
    func integer(at index: Int, bytes: Int, bigEndian: Bool) -> UInt64 {
        var value: UInt64 = 0
        for step in 0..<bytes {
            value = value << 8 | UInt64(self[bigEndian ? index + step : index + bytes - 1 - step])
        }
        return value
    }
}
