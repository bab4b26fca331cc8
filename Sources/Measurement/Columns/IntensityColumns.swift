import Imaging

/// Pixel values below an object, channel by channel; from two channels on the columns carry the channel.
struct IntensityColumns: ColumnSource {
    private let channels: [PixelValues]
    private let size: ImageSize
    private let isVolume: Bool
    private let isWhole: Bool
    private let sums: [IntensitySums]?
    private var values = SortedPixels()

    static func columns(_ content: TableContent) -> [TableColumn] {
        // Tables of which nobody asked more have these since the first version.
        guard content.has(.intensity) || content.groups == nil else { return [] }
        let suffixes = content.channelSuffixes
        let kinds: [(String, (Int) -> TableColumn.Kind)] = [
            ("intensity_mean", { _ in .decimal }), ("intensity_min", { .pixel(channel: $0) }),
            ("intensity_max", { .pixel(channel: $0) }),
        ]
        let first = kinds.flatMap { name, kind in
            suffixes.enumerated().map { TableColumn(name + $0.element, kind($0.offset)) }
        }
        guard content.groups != nil else { return first }
        let axes = (0..<(content.isVolume ? 3 : 2)).map { "centroid_weighted-\($0)" }
        return first
            + (["intensity_std", "intensity_median"] + axes).flatMap { name in suffixes.map { TableColumn(name + $0) } }
    }

    init(_ plane: MeasuredPlane, _ content: TableContent) {
        channels = plane.channels
        size = plane.labels.size
        isVolume = content.isVolume
        isWhole = content.groups != nil
        sums = plane.sums
    }

    mutating func measure(_ object: MeasuredObject, into row: UnsafeMutableBufferPointer<Double>) {
        for (channel, pixels) in channels.enumerated() {
            if let sums {
                let range = sums[channel].range(ofLabel: object.label, area: object.area)
                row[channel] = range.mean
                row[channels.count + channel] = range.least
                row[2 * channels.count + channel] = range.greatest
                continue
            }
            switch pixels {
            case .uint8(let pixels): measure(object, channel, pixels, &values.uint8, into: row)
            case .uint16(let pixels): measure(object, channel, pixels, &values.uint16, into: row)
            case .uint32(let pixels): measure(object, channel, pixels, &values.uint32, into: row)
            case .float32(let pixels): measure(object, channel, pixels, &values.float32, into: row)
            }
        }
    }

    private func measure<Pixel: MeasuredPixel>(
        _ object: MeasuredObject,
        _ channel: Int,
        _ pixels: [Pixel],
        _ values: inout [Pixel],
        into row: UnsafeMutableBufferPointer<Double>
    ) {
        pixels.withUnsafeBufferPointer { pixels in
            let below = PixelsBelow(pixels: pixels, size: size, object: object)
            let (mean, least, greatest) = below.range
            row[channel] = mean
            row[channels.count + channel] = least
            row[2 * channels.count + channel] = greatest
            guard isWhole else { return }
            row[3 * channels.count + channel] = below.deviation(from: mean)
            row[4 * channels.count + channel] = below.median(&values)
            let centroid = below.centroid
            let places = isVolume ? [centroid.slice, centroid.row, centroid.column] : [centroid.row, centroid.column]
            for (axis, place) in places.enumerated() { row[(5 + axis) * channels.count + channel] = place }
        }
    }
}

/// Room for the values of one object, of each type.
private struct SortedPixels {
    var uint8: [UInt8] = []
    var uint16: [UInt16] = []
    var uint32: [UInt32] = []
    var float32: [Float] = []
}
