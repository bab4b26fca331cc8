import Imaging

/// How samples lie in a decoded strip or tile, and the pixel type they are given as.
///
/// Types that Imaging lacks are given in one that holds each value exactly: 1–15 and 17–31 bits, signed 8 and 16 bits,
/// floats of 16 and 24 bits. 64 bits, and signed 32 bits, have none and are rounded to 32-bit floats, to the nearest and
/// to even in the middle, as NumPy's `astype(float32)` does. APOC does the same: pyclesperanto passes each image through
/// `numpy.float32(…)` before any feature is computed, so that a classifier sees the numbers that it was trained on.
enum SampleEncoding: Equatable {
    /// Stored as they are given.
    case direct(PixelType)
    /// Unsigned, 1…31 bits but for 8 and 16, most significant bit first whatever the file's byte order; rows start at
    /// whole bytes.
    case packed(bits: Int)
    case int8
    case int16
    case int32
    case int64
    case uint64
    case float16
    /// 1 bit of sign, 7 of exponent, 16 of significand (technical note 3 of Adobe Photoshop, DNG).
    case float24
    case float64

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
        case (1, 1...31), (4, 1...31): self = .packed(bits: bits)
        case (1, 64), (4, 64): self = .uint64
        case (2, 8): self = .int8
        case (2, 16): self = .int16
        case (2, 32): self = .int32
        case (2, 64): self = .int64
        case (3, 16): self = .float16
        case (3, 24): self = .float24
        case (3, 64): self = .float64
        default:
            let names = [1: "unsigned", 2: "signed", 3: "float", 4: "untyped", 5: "complex integer", 6: "complex"]
            throw TIFFFault(
                .unsupportedSamples,
                "\(bits)-bit \(names[format] ?? "unknown (format \(format))") pixels are not read"
            )
        }
        // libtiff finds out strip by strip, and calls the pixels damaged.
        guard
            !Compression.predicted.contains(page.compression) || page.predictor == 1
                || (page.predictor == 2 && [8, 16, 32, 64].contains(bits)) || (page.predictor == 3 && format == 3)
        else {
            throw TIFFFault(
                .unsupportedCompression,
                "predictor \(page.predictor) of \(bits)-bit samples is not read"
            )
        }
    }

    /// The type in which the pixels are given.
    var pixelType: PixelType {
        switch self {
        case .direct(let type): type
        case .packed(let bits): bits <= 8 ? .uint8 : bits <= 16 ? .uint16 : .uint32
        case .int8, .int16, .int32, .int64, .uint64, .float16, .float24, .float64: .float32
        }
    }

    /// The type in which the file stores them, by NumPy's way of naming, where that is another one.
    var storedType: String? {
        switch self {
        case .direct: nil
        case .packed(let bits): "uint\(bits)"
        case .int8, .int16, .int32, .int64: "int\(bits)"
        case .uint64: "uint64"
        case .float16, .float24, .float64: "float\(bits)"
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
        case .float24: 24
        case .int32: 32
        case .int64, .uint64, .float64: 64
        }
    }

    /// Bytes that the file's byte order turns round as one; 1 where it says nothing.
    var swappedBytes: Int {
        if case .packed = self { return 1 }
        return bits / 8
    }
}
