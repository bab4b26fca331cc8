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
    var isSigned: Bool {
        switch type {
        case 6, 8, 9, 17: true
        default: false
        }
    }

    private var isInteger: Bool {
        switch type {
        case 1, 3, 4, 13, 16, 18: true
        default: isSigned
        }
    }

    /// The first `limit` values, which must be integers and not negative.
    func integers(in file: FileBytes, atMost limit: Int) throws(TIFFFault) -> [Int] {
        guard isInteger, let valueSize else {
            throw TIFFFault(.badTag, "tag \(tag) has type \(type), where a number is needed")
        }
        guard count <= file.size / valueSize else { throw unheld }
        let sign: UInt64 = isSigned ? 1 << UInt64(valueSize * 8 - 1) : 0
        var (values, signs) = ([Int](), UInt64(0))
        values.reserveCapacity(min(count, limit))
        // A piece at a time: lists can be as long as files.
        let piece = 4096
        for start in stride(from: 0, to: min(count, limit), by: piece) {
            let part = min(piece, min(count, limit) - start)
            guard let bytes = file.read(at: position + start * valueSize, count: part * valueSize) else { throw unheld }
            for index in 0..<part {
                let value = bytes.integer(at: index * valueSize, bytes: valueSize, bigEndian: isBigEndian)
                signs |= value & sign
                values.append(Int(clamping: value))
            }
        }
        guard signs == 0 else { throw TIFFFault(.badTag, "tag \(tag) has a negative value") }
        return values
    }

    private var unheld: TIFFFault {
        TIFFFault(.badTag, "tag \(tag) claims \(count) values, which the file does not hold")
    }

    /// The single or first value, which must be an integer and not negative.
    func integer(in file: FileBytes) throws(TIFFFault) -> Int {
        // Most are of this kind, and cost no memory.
        if isInteger, !isSigned, let valueSize, count > 0, count <= file.size / valueSize,
            let value = file.integer(at: position, bytes: valueSize, bigEndian: isBigEndian)
        {
            return Int(clamping: value)
        }
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
        guard valueSize == 1, count <= limit, var bytes = file.read(at: position, count: count) else { return nil }
        if let end = bytes.withUnsafeBufferPointer({ $0.firstIndex(of: 0) }) { bytes.removeSubrange(end...) }
        return bytes
    }
}
