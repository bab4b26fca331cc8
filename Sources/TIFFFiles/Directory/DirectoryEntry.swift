/// One tag of a directory: where its values lie, and of which type they are.
struct DirectoryEntry {
    var tag: UInt16
    var type: UInt16
    var count: Int
    /// Position of the first value in the file.
    var position: Int
    var isBigEndian: Bool

    /// Bytes of one value, or nil for a type that TIFF does not define.
    var valueSize: Int? {
        switch type {
        case 1, 2, 6, 7: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: nil
        }
    }

    /// Its values have a sign, where all that TIFF counts has none; some writers do not care.
    var isSigned: Bool { [6, 8, 9, 17].contains(type) }

    /// The first `limit` values, which must be integers and not negative.
    func integers(in file: FileBytes, atMost limit: Int) throws(TIFFFault) -> [Int] {
        guard [1, 3, 4, 13, 16, 18].contains(type) || isSigned, let valueSize else {
            throw TIFFFault(.badTag, "tag \(tag) has type \(type), where a number is needed")
        }
        let bytes = try bytes(in: file, atMost: limit)
        let values = (0..<bytes.count / valueSize).map {
            bytes.integer(at: $0 * valueSize, bytes: valueSize, bigEndian: isBigEndian)
        }
        guard !isSigned || values.allSatisfy({ $0 >> UInt64(valueSize * 8 - 1) == 0 }) else {
            throw TIFFFault(.badTag, "tag \(tag) has a negative value")
        }
        return values.map { Int(clamping: $0) }
    }

    /// The single or first value, which must be an integer and not negative.
    func integer(in file: FileBytes) throws(TIFFFault) -> Int {
        guard let first = try integers(in: file, atMost: 1).first else {
            throw TIFFFault(.badTag, "tag \(tag) has no value")
        }
        return first
    }

    /// The first value as a fraction, or nil when it is none, is not positive or is infinite.
    func positiveFraction(in file: FileBytes) -> Double? {
        guard type == 5 || type == 10, count >= 1, let bytes = file.read(at: position, count: 8) else { return nil }
        let numerator = bytes.integer(at: 0, bytes: 4, bigEndian: isBigEndian)
        let denominator = bytes.integer(at: 4, bytes: 4, bigEndian: isBigEndian)
        let limit: UInt64 = type == 10 ? 1 << 31 : 1 << 32
        guard numerator < limit, denominator < limit else { return nil }
        return numerator > 0 && denominator > 0 ? Double(numerator) / Double(denominator) : nil
    }

    /// The bytes of an ASCII (or, from careless writers, BYTE) tag up to its first NUL; nil when they are not there.
    func text(in file: FileBytes, atMost limit: Int) -> [UInt8]? {
        guard valueSize == 1, count <= limit, let bytes = file.read(at: position, count: count) else { return nil }
        return Array(bytes.prefix { $0 != 0 })
    }

    /// The bytes of the first `limit` values.
    private func bytes(in file: FileBytes, atMost limit: Int) throws(TIFFFault) -> [UInt8] {
        guard let valueSize, count <= file.size / valueSize,
            let bytes = file.read(at: position, count: min(count, limit) * valueSize)
        else {
            throw TIFFFault(.badTag, "tag \(tag) claims \(count) values, which the file does not hold")
        }
        return bytes
    }
}
