/// A TIFF file of one plane: little-endian, one uncompressed strip, the directory behind it (TIFF 6.0, section 3).
///
/// Written by hand on purpose: the simulator shares no code with what it tests.
enum BaselineTIFF {
    /// The bytes of the file.
    static func encode(_ values: [Double], width: Int, height: Int, type: SampleType) -> [UInt8] {
        let pixels = type.bytes(of: values)
        let padding = pixels.count % 2
        let entries: [(tag: Int, type: Int, value: Int)] = [
            (256, long, width),  // ImageWidth
            (257, long, height),  // ImageLength
            (258, short, type.size * 8),  // BitsPerSample
            (259, short, 1),  // Compression: none
            (262, short, 1),  // PhotometricInterpretation: black is zero
            (273, long, 8),  // StripOffsets
            (277, short, 1),  // SamplesPerPixel
            (278, long, height),  // RowsPerStrip
            (279, long, pixels.count),  // StripByteCounts
            (339, short, type.sampleFormat),  // SampleFormat
        ]
        var file = littleEndian(0x4949, bytes: 2) + littleEndian(42, bytes: 2)
        file += littleEndian(8 + pixels.count + padding, bytes: 4)
        file += pixels + [UInt8](repeating: 0, count: padding)
        file += littleEndian(entries.count, bytes: 2)
        for entry in entries {
            // A SHORT stands in the first two bytes of the value, which a small little-endian LONG does as well.
            file += littleEndian(entry.tag, bytes: 2) + littleEndian(entry.type, bytes: 2)
            file += littleEndian(1, bytes: 4) + littleEndian(entry.value, bytes: 4)
        }
        return file + littleEndian(0, bytes: 4)
    }

    private static let short = 3
    private static let long = 4

    private static func littleEndian(_ value: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
