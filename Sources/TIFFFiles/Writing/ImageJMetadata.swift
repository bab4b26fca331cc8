import Imaging

/// What ImageJ keeps in two private tags beside its description: the text of Image > Show Info, a label for each plane,
/// the range of each channel.
///
/// The first tag (50838) lists the length of the header and of each part, the second (50839) holds them one behind the
/// other, as ImageJ's TiffEncoder writes them; texts are UTF-16.
struct ImageJMetadata {
    let lengths: [Int]
    let bytes: [UInt8]

    /// Of an image of `layout`, channels fastest.
    init(_ presentation: Presentation, _ layout: ImageLayout) {
        let channels = layout.shape.channels
        let lines = presentation.lines + PlaneLabels.lines(layout)
        var parts: [(name: String, values: [[UInt8]])] = [("info", [Self.utf16(lines.map { $0 + "\n" }.joined())])]
        if let labels = PlaneLabels(presentation, layout) {
            parts.append(("labl", (0..<layout.shape.planeCount).map { Self.utf16(labels[$0]) }))
        }
        // One channel's range stands in the description.
        if channels > 1, let range = presentation.range {
            let both = Self.double(range.lowerBound) + Self.double(range.upperBound)
            parts.append(("rang", [(0..<channels).flatMap { _ in both }]))
        }
        let header =
            Self.mark("IJIJ") + parts.flatMap { Self.mark($0.name) + LittleEndian.bytes($0.values.count, width: 4) }
        let values = parts.flatMap(\.values)
        lengths = [header.count] + values.map(\.count)
        bytes = header + values.joined()
    }

    /// ImageJ writes its marks as numbers, so that a little-endian file has them backwards.
    private static func mark(_ name: String) -> [UInt8] { Array(name.utf8.reversed()) }

    private static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    private static func double(_ number: Double) -> [UInt8] {
        LittleEndian.bytes(Int(bitPattern: UInt(number.bitPattern)), width: 8)
    }
}
