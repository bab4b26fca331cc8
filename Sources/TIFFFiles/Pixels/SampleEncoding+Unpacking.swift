import Imaging

extension SampleEncoding {
    /// Takes every `step`th sample of a decoded row, from the sample `first` on, into `target` (`count` pixels).
    ///
    /// - Precondition: `row` holds the row whole, in the machine's byte order; both pointers are aligned for their
    ///   values.
    /// - Returns: whether a value was rounded.
    func unpack(
        row: UnsafeRawPointer,
        first: Int,
        step: Int,
        count: Int,
        into target: UnsafeMutableRawPointer
    ) -> Bool {
        let samples = Samples(row: row, first: first, step: step, count: count, target: target)
        switch self {
        case .direct(let type): unpack(samples, of: type)
        case .packed(let bits): samples.unpack(bits: bits)
        case .int8: samples.convert { (value: Int8) in Float(value) }
        case .int16: samples.convert { (value: Int16) in Float(value) }
        case .float16: samples.convert { (value: Float16) in Float(value) }
        case .float24: samples.unpackFloats24()
        case .int32: return samples.round { (value: Int32) in (Float(value), Double(Float(value)) != Double(value)) }
        case .int64: return samples.round { (value: Int64) in (Float(value), isRounded(value.magnitude)) }
        case .uint64: return samples.round { (value: UInt64) in (Float(value), isRounded(value)) }
        case .float64:
            // NaN is unequal to itself, and stays NaN.
            return samples.round { (value: Double) in
                (Float(value), Double(Float(value)) != value && value == value)
            }
        }
        return false
    }

    private func unpack(_ samples: Samples, of type: PixelType) {
        guard samples.step > 1 else {
            let row = samples.row + samples.first * type.byteCount
            samples.target.copyMemory(from: row, byteCount: samples.count * type.byteCount)
            return
        }
        switch type {
        case .uint8: samples.convert { (value: UInt8) in value }
        case .uint16: samples.convert { (value: UInt16) in value }
        case .uint32, .float32: samples.convert { (value: UInt32) in value }
        }
    }

    /// Whether the 24 bits of a float's significand are too few for `value`: from its highest bit that is set to its
    /// lowest one there are more.
    @inline(__always)
    private func isRounded(_ value: UInt64) -> Bool {
        value != 0 && value >> 24 >= value & (0 &- value)
    }
}

/// Some samples of a row, and where they belong.
private struct Samples {
    let row: UnsafeRawPointer
    let first: Int
    let step: Int
    let count: Int
    let target: UnsafeMutableRawPointer

    @inline(__always)
    func convert<Stored: BitwiseCopyable, Given: BitwiseCopyable>(_ value: (Stored) -> Given) {
        let stored = row.assumingMemoryBound(to: Stored.self) + first
        let given = target.assumingMemoryBound(to: Given.self)
        // Loops over neighbours are vectorised.
        if step == 1 {
            for index in 0..<count { given[index] = value(stored[index]) }
        } else {
            for index in 0..<count { given[index] = value(stored[index * step]) }
        }
    }

    @inline(__always)
    func round<Stored: BitwiseCopyable>(_ value: (Stored) -> (Float, isRounded: Bool)) -> Bool {
        let stored = row.assumingMemoryBound(to: Stored.self) + first
        let given = target.assumingMemoryBound(to: Float.self)
        var rounded: UInt32 = 0
        if step == 1 {
            for index in 0..<count {
                let (float, isRounded) = value(stored[index])
                given[index] = float
                rounded |= isRounded ? 1 : 0
            }
        } else {
            for index in 0..<count {
                let (float, isRounded) = value(stored[index * step])
                given[index] = float
                rounded |= isRounded ? 1 : 0
            }
        }
        return rounded != 0
    }

    /// Unsigned samples of `bits` that follow each other without gaps.
    func unpack(bits: Int) {
        switch bits {
        case ...8: unpack(bits: bits) { UInt8(truncatingIfNeeded: $0) }
        case ...16: unpack(bits: bits) { UInt16(truncatingIfNeeded: $0) }
        default: unpack(bits: bits) { UInt32(truncatingIfNeeded: $0) }
        }
    }

    @inline(__always)
    private func unpack<Given: BitwiseCopyable>(bits: Int, _ value: (UInt64) -> Given) {
        let given = target.assumingMemoryBound(to: Given.self)
        let mask: UInt64 = (1 << UInt64(bits)) - 1
        let rowBytes = ((first + (count - 1) * step + 1) * bits + 7) / 8
        for index in 0..<count {
            let start = (first + index * step) * bits
            let byte = start >> 3
            // 31 bits begin at the latest at the eighth bit of a byte: eight bytes hold them.
            var window: UInt64 = 0
            if byte + 8 <= rowBytes {
                window = row.loadUnaligned(fromByteOffset: byte, as: UInt64.self).bigEndian
            } else {
                for place in byte..<rowBytes {
                    window |= UInt64(row.load(fromByteOffset: place, as: UInt8.self)) << UInt64(56 - 8 * (place - byte))
                }
            }
            given[index] = value(window >> UInt64(64 - (start & 7) - bits) & mask)
        }
    }

    /// Floats of three bytes, the least significant first.
    func unpackFloats24() {
        let given = target.assumingMemoryBound(to: Float.self)
        for index in 0..<count {
            let place = (first + index * step) * 3
            var bits: UInt32 = 0
            for byte in 0..<3 {
                bits |= UInt32(row.load(fromByteOffset: place + byte, as: UInt8.self)) << UInt32(8 * byte)
            }
            let sign = (bits >> 23) << 31
            let exponent = bits >> 16 & 0x7f
            let significand = bits & 0xffff
            if exponent == 0 {
                // A zero, or less than the least number with a leading one: each is exact as a larger float.
                let least = Float(sign: .plus, exponent: -62 - 16, significand: 1)
                given[index] = Float(bitPattern: sign | (Float(significand) * least).bitPattern)
            } else {
                let wide = exponent == 0x7f ? 0xff : exponent + 127 - 63
                given[index] = Float(bitPattern: sign | wide << 23 | significand << 7)
            }
        }
    }
}
