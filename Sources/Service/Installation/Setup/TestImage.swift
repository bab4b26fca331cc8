/// A small image with two bright discs, as a TIFF (revision 6.0, baseline, 16 bit): something to try a service with.
package enum TestImage {
    /// Width and height in pixels.
    package static let side = 64

    /// The file.
    package static var tiff: [UInt8] {
        let pixels = pixels
        var bytes = Array("II".utf8) + little(UInt16(42)) + little(UInt32(8 + pixels.count))
        bytes += pixels
        // Width, height, bits, no compression, black is zero, where the pixels are, one sample, rows and bytes in a strip.
        let entries: [(tag: UInt16, value: UInt32)] = [
            (256, UInt32(side)), (257, UInt32(side)), (258, 16), (259, 1), (262, 1), (273, 8), (277, 1),
            (278, UInt32(side)), (279, UInt32(pixels.count)),
        ]
        bytes += little(UInt16(entries.count))
        // Each is a number of 32 bits.
        for entry in entries {
            bytes += little(entry.tag) + little(UInt16(4)) + little(UInt32(1)) + little(entry.value)
        }
        return bytes + little(UInt32(0))
    }

    /// A faint slope, so that no two neighbours are alike, and the discs.
    private static var pixels: [UInt8] {
        (0..<side * side).flatMap { index in
            let (x, y) = (index % side, index / side)
            let isBright = [(18, 20, 9), (44, 42, 7)].contains { disc in
                let (dx, dy) = (x - disc.0, y - disc.1)
                return dx * dx + dy * dy <= disc.2 * disc.2
            }
            return little(UInt16((isBright ? 2000 : 200) + x + y * 2 + (x * 7 + y * 13) % 11))
        }
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
