/// A numpy array read from the bytes of an `.npy` file: format 1 or 2, little-endian, C order.
package struct NPYArray: Sendable {
    package var shape: [Int]
    /// The numpy type, for example `<f4`, `|u1`, `<u4`.
    package var type: String
    /// The values, first axis slowest.
    package var bytes: [UInt8]

    /// A file that is not of that kind.
    package struct FormatError: Error, CustomStringConvertible {
        package var description: String
    }

    /// Reads one array.
    package init(_ file: [UInt8]) throws {
        guard file.count > 12, file.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw FormatError(description: "not an .npy file")
        }
        let (start, length) =
            file[6] == 1
            ? (10, Int(file[8]) | Int(file[9]) << 8)
            : (12, (0..<4).reduce(0) { $0 | Int(file[8 + $1]) << (8 * $1) })
        let header = String(decoding: file[start..<start + length], as: UTF8.self)
        guard let type = Self.between("'descr': '", "'", in: header),
            Self.between("'fortran_order': ", ",", in: header) == "False",
            let shape = Self.between("'shape': (", ")", in: header)
        else { throw FormatError(description: "not understood: \(header)") }
        self.type = type
        self.shape = shape.split(separator: ",").compactMap { Int(String($0.filter { $0 != " " })) }
        bytes = Array(file[(start + length)...])
        guard bytes.count == count * valueSize, "bui f".contains(type.dropFirst().prefix(1)), type.first != ">" else {
            throw FormatError(description: "\(bytes.count) bytes for shape \(self.shape) of \(type)")
        }
    }

    /// Values of the array.
    package var count: Int { shape.reduce(1, *) }

    /// The values as float32; float32 arrays bit for bit, NaN included.
    package var floats: [Float] {
        switch type {
        case "<f4": load(UInt32.self).map { Float(bitPattern: $0) }
        case "<f8": load(UInt64.self).map { Float(Double(bitPattern: $0)) }
        default: integers.map { Float($0) }
        }
    }

    /// The values of an array of integers.
    package var integers: [Int] {
        switch type {
        case "|u1", "|b1": bytes.map { Int($0) }
        case "|i1": bytes.map { Int(Int8(bitPattern: $0)) }
        case "<u2": load(UInt16.self).map { Int($0) }
        case "<i2": load(Int16.self).map { Int($0) }
        case "<u4": load(UInt32.self).map { Int($0) }
        case "<i4": load(Int32.self).map { Int($0) }
        case "<i8": load(Int64.self).map { Int($0) }
        case "<u8": load(UInt64.self).map { Int($0) }
        case "<f4", "<f8": floats.map { Int($0) }
        default: preconditionFailure("type \(type)")
        }
    }

    /// One entry along the first axis.
    package subscript(index: Int) -> NPYArray {
        var part = self
        part.shape.removeFirst()
        let size = part.count * valueSize
        part.bytes = Array(bytes[index * size..<(index + 1) * size])
        return part
    }

    private var valueSize: Int { Int(String(type.dropFirst(2))) ?? 0 }

    private func load<Value: FixedWidthInteger>(_: Value.Type) -> [Value] {
        bytes.withUnsafeBytes { raw in
            (0..<count).map {
                Value(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.size, as: Value.self))
            }
        }
    }

    private static func between(_ start: String, _ end: Character, in text: String) -> String? {
        guard let range = text.firstRange(of: start) else { return nil }
        return String(text[range.upperBound...].prefix { $0 != end })
    }
}
