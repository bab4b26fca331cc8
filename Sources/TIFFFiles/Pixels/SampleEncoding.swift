import Imaging

/// How samples lie in a decoded strip or tile, and the pixel type they are given as.
///
/// Types that Imaging lacks are widened where every value stays exact: 1–15 bits, signed 8 and 16
/// bits, half floats. 24 bits are refused: libtiff and tifffile disagree on their byte order.
enum SampleEncoding: Equatable {
    /// Stored as they are given.
    case direct(PixelType)
    /// Unsigned, 1…7 or 9…15 bits, most significant bit first, rows starting at whole bytes.
    case packed(bits: Int)
    case int8
    case int16
    case float16

    /// The encoding of a page, or why it cannot be read.
    init(_ page: PageTags) throws(TIFFFault) {
        let bits = page.bits.first ?? 1
        let format = page.sampleFormats.first ?? 1
        guard page.bits.allSatisfy({ $0 == bits }), page.sampleFormats.allSatisfy({ $0 == format }) else {
            throw TIFFFault(.unsupportedSamples, "its samples differ in type (bits \(page.bits))")
        }
        switch (format, bits) {
        case (1, 8), (4, 8): self = .direct(.uint8)
        case (1, 16), (4, 16): self = .direct(.uint16)
        case (1, 32), (4, 32): self = .direct(.uint32)
        case (3, 32): self = .direct(.float32)
        case (1, 1...15): self = .packed(bits: bits)
        case (2, 8): self = .int8
        case (2, 16): self = .int16
        case (3, 16): self = .float16
        default:
            let names = [1: "unsigned", 2: "signed", 3: "float", 4: "untyped", 5: "complex integer", 6: "complex"]
            throw TIFFFault(
                .unsupportedSamples,
                "\(bits)-bit \(names[format] ?? "unknown (format \(format))") pixels are not read"
            )
        }
    }

    /// The type in which the pixels are given.
    var pixelType: PixelType {
        switch self {
        case .direct(let type): type
        case .packed(let bits): bits <= 8 ? .uint8 : .uint16
        case .int8, .int16, .float16: .float32
        }
    }

    /// Samples are stored as they are given.
    var isDirect: Bool { if case .direct = self { true } else { false } }

    /// Bits of one stored sample.
    var bits: Int {
        switch self {
        case .direct(let type): type.byteCount * 8
        case .packed(let bits): bits
        case .int8: 8
        case .int16, .float16: 16
        }
    }

    /// Takes every `step`th sample of a decoded row, from the sample `first` on, into `target` (`count` pixels).
    ///
    /// - Precondition: `row` holds the row whole, in the machine's byte order; both pointers are aligned for their values.
    func unpack(
        row: UnsafeRawPointer,
        first: Int,
        step: Int,
        count: Int,
        into target: UnsafeMutableRawPointer
    ) {
        switch self {
        case .direct(let type):
            if step == 1 {
                target.copyMemory(from: row, byteCount: count * type.byteCount)
            } else {
                switch type {
                case .uint8: convert(row, UInt8.self, first, step, count, target) { $0 }
                case .uint16: convert(row, UInt16.self, first, step, count, target) { $0 }
                case .uint32, .float32: convert(row, UInt32.self, first, step, count, target) { $0 }
                }
            }
        case .packed(let bits):
            for index in 0..<count {
                var value: UInt16 = 0
                let start = (first + index * step) * bits
                for bit in start..<start + bits {
                    let byte = row.load(fromByteOffset: bit >> 3, as: UInt8.self)
                    value = value << 1 | UInt16(byte >> UInt8(7 - bit & 7) & 1)
                }
                if bits <= 8 {
                    target.storeBytes(of: UInt8(value), toByteOffset: index, as: UInt8.self)
                } else {
                    target.storeBytes(of: value, toByteOffset: index * 2, as: UInt16.self)
                }
            }
        case .int8: convert(row, Int8.self, first, step, count, target) { Float($0) }
        case .int16: convert(row, Int16.self, first, step, count, target) { Float($0) }
        case .float16: convert(row, Float16.self, first, step, count, target) { Float($0) }
        }
    }

    private func convert<Stored: BitwiseCopyable, Given: BitwiseCopyable>(
        _ row: UnsafeRawPointer,
        _: Stored.Type,
        _ first: Int,
        _ step: Int,
        _ count: Int,
        _ target: UnsafeMutableRawPointer,
        _ value: (Stored) -> Given
    ) {
        let stored = row.assumingMemoryBound(to: Stored.self)
        let given = target.assumingMemoryBound(to: Given.self)
        for index in 0..<count { given[index] = value(stored[first + index * step]) }
    }
}
