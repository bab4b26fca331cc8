/// Names of TIFF compression codes, for messages.
enum CompressionName {
    /// The name by which people know the scheme `code`.
    static func of(_ code: Int) -> String {
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
