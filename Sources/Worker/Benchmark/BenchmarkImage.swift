import Imaging

/// A generated acquisition: soft discs of about 20 pixels on an uneven background, with noise; uint16.
struct BenchmarkImage {
    /// Distance of the discs' centres, in pixels.
    private static let spacing = 31

    let size: ImageSize
    let channelCount: Int

    /// The pixels of one slice of one channel, row-major (Y, X).
    func plane(channel: Int, slice: Int) -> [UInt16] {
        var state = UInt64(truncatingIfNeeded: 1 + channel * 1_000_003 + slice)
        return (0..<size.width * size.height).map { index in
            let (y, x) = index.quotientAndRemainder(dividingBy: size.width)
            // Knuth's 64-bit congruential generator; its upper bits are good enough for noise.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Int(state >> 56)
            let row = y / Self.spacing
            let column = (x + row % 2 * Self.spacing / 2) / Self.spacing
            let dx = (x + row % 2 * Self.spacing / 2) % Self.spacing - Self.spacing / 2
            let dy = y % Self.spacing - Self.spacing / 2
            let radius = 6 + (row * 7 + column * 5 + channel) % 7
            let distance = dx * dx + dy * dy
            let inside = max(0, radius * radius - distance) * 6000 / (radius * radius)
            return UInt16(clamping: 1500 + inside + noise + x * 600 / size.width + y * 400 / size.height)
        }
    }

    /// An uncompressed TIFF as ImageJ writes hyperstacks: one directory, all planes one after the other, channels fastest.
    func file() -> [UInt8] {
        let planeBytes = size.width * size.height * 2
        let planes = channelCount * size.depth
        let description = Array("ImageJ=1.11a\nimages=\(planes)\nchannels=\(channelCount)\nslices=\(size.depth)\0".utf8)
        let entries = 10
        let textAt = 8 + 2 + entries * 12 + 4
        let pixelsAt = (textAt + description.count + 15) / 16 * 16
        var bytes: [UInt8] = []
        bytes.reserveCapacity(pixelsAt + planes * planeBytes)
        func append<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        func entry(_ tag: UInt16, _ type: UInt16, _ count: Int, _ value: Int) {
            append(tag)
            append(type)
            append(UInt32(count))
            if type == 3 { append(UInt16(value)) }
            if type == 3 { append(UInt16(0)) } else { append(UInt32(truncatingIfNeeded: value)) }
        }
        bytes += Array("II".utf8)
        append(UInt16(42))
        append(UInt32(8))
        append(UInt16(entries))
        entry(256, 4, 1, size.width)
        entry(257, 4, 1, size.height)
        entry(258, 3, 1, 16)
        entry(259, 3, 1, 1)
        entry(262, 3, 1, 1)
        entry(270, 2, description.count, textAt)
        entry(273, 4, 1, pixelsAt)
        entry(277, 3, 1, 1)
        entry(278, 4, 1, size.height)
        entry(279, 4, 1, planeBytes)
        append(UInt32(0))
        bytes += description
        bytes += [UInt8](repeating: 0, count: pixelsAt - bytes.count)
        for slice in 0..<size.depth {
            for channel in 0..<channelCount {
                plane(channel: channel, slice: slice).withUnsafeBytes { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
    }
}
