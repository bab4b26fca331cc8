/// Lines of a table as RFC 4180 has them, with LF ends.
struct CSVText {
    private(set) var bytes: [UInt8] = []

    static let lineEnd: [UInt8] = [0x0A]

    /// A field of text, in quotes where it needs them.
    static func field(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
        if isPlain { return text }
        // By bytes: a quote with a combining mark behind it is another character.
        var quoted: [UInt8] = [0x22]
        for byte in text.utf8 { quoted += byte == 0x22 ? [0x22, 0x22] : [byte] }
        quoted.append(0x22)
        return String(decoding: quoted, as: UTF8.self)
    }

    /// Adds a line: the numbers of `row`, written as `kinds` says, and `end`.
    mutating func add(_ row: UnsafeMutableBufferPointer<Double>, _ kinds: [TableColumn.Kind], end: [UInt8]) {
        for index in row.indices {
            if index > 0 { bytes.append(0x2C) }
            let value = row[index]
            switch kinds[index] {
            case .integer: add(Int64(value))
            case .single: add(Float(value))
            case .decimal, .pixel: add(value)
            case .className(let names):
                guard let number = Int(exactly: value), names.indices.contains(number - 1) else { continue }
                bytes += Self.field(names[number - 1]).utf8
            }
        }
        bytes += end
    }

    private mutating func add(_ value: Int64) {
        if value < 0 { bytes.append(0x2D) }
        addDigits(value.magnitude)
    }

    /// The shortest digits that read back to `value`; NaN has no sign.
    private mutating func add(_ value: Double) {
        // Whole and half numbers are so common that the way over a string would be felt; -0 goes that way.
        let size = abs(value)
        if size < 1e15, size * 2 == (size * 2).rounded(.down), value != 0 || value.sign == .plus {
            let halves = UInt64(size * 2)
            if value < 0 { bytes.append(0x2D) }
            addDigits(halves / 2)
            bytes += halves % 2 == 0 ? [0x2E, 0x30] : [0x2E, 0x35]
        } else {
            bytes += (value.isNaN ? "nan" : value.description).utf8
        }
    }

    private mutating func add(_ value: Float) { bytes += (value.isNaN ? "nan" : value.description).utf8 }

    private mutating func addDigits(_ value: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, start) = (value, 20)
            repeat {
                start -= 1
                digits.initializeElement(at: start, to: 0x30 + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            bytes += UnsafeMutableBufferPointer(rebasing: digits[start...])
        }
    }
}
