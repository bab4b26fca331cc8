/// Values of the tag Compression.
enum Compression {
    static let none = 1
    static let oldJPEG = 6
    static let jpeg = 7
    /// The code of the specification's supplement, and the one that was in use before.
    static let deflate = [8, 32_946]
    /// Those before which a predictor may have been at work: LZW, deflate, LZMA, ZSTD.
    static let predicted = [5, 8, 32_946, 34_925, 50_000]

    /// The name by which people know the scheme `code`, for messages.
    static func name(_ code: Int) -> String {
        names[code].map { "\($0) (code \(code))" } ?? "with the unknown code \(code)"
    }

    private static let names: [Int: String] = [
        1: "none", 2: "CCITT RLE", 3: "CCITT fax 3", 4: "CCITT fax 4", 5: "LZW", 6: "old-style JPEG", 7: "JPEG",
        8: "deflate", 32_773: "PackBits", 32_809: "ThunderScan", 32_946: "deflate (old code)",
        33_003: "JPEG 2000 YCbCr",
        33_004: "JPEG 2000 lossy", 33_005: "JPEG 2000 RGB", 34_676: "SGI LogLuv", 34_677: "SGI LogLuv 24",
        34_712: "JPEG 2000", 34_887: "LERC", 34_892: "lossy JPEG", 34_925: "LZMA", 34_933: "PNG", 34_934: "JPEG XR",
        48_124: "Jetraw", 50_000: "ZSTD", 50_001: "WebP", 50_002: "JPEG XL", 52_546: "JPEG XL", 65_000: "EER",
        65_001: "EER", 65_002: "EER",
    ]
}

/// Values of the tag PhotometricInterpretation.
enum Photometric {
    static let blackIsZero = 1
    static let yCbCr = 6

    /// Whether the stored values are taken as intensities: greyscale of both directions, RGB and palette indices, all
    /// unchanged. YCbCr only in JPEG, whose codec gives RGB.
    static func isRead(_ code: Int, compression: Int) -> Bool {
        (0...3).contains(code) || (code == yCbCr && compression == Compression.jpeg)
    }

    /// What the code means, for messages.
    static func name(_ code: Int) -> String { names[code] ?? "an unknown one (\(code))" }

    private static let names = [
        4: "a transparency mask", 5: "CMYK", 6: "YCbCr", 8: "CIE L*a*b*", 9: "ICC L*a*b*", 10: "ITU L*a*b*",
        32_803: "a colour filter array", 32_844: "LogL", 32_845: "LogLuv", 34_892: "linear raw",
    ]
}

/// Values of the tag SampleFormat.
enum SampleFormat {
    static let unsigned = 1
    static let float = 3
}

/// Values of the tag ExtraSamples.
enum ExtraSample {
    /// Opacity, with which the colours were multiplied (associated) or not.
    static let alpha = [1, 2]
}
