package import Imaging

/// The table of all objects of one image, as CSV with the column names of scikit-image's `regionprops_table`.
///
/// RFC 4180 with LF line ends. Every number reads back to the value that was measured: integers for counts, indices
/// and the extremes of integer images, the shortest decimals that round-trip otherwise. The header is there without
/// objects too.
package struct ObjectTable: Sendable {
    /// Number of channels that are measured.
    package let channelCount: Int
    /// Whether objects are those of volumes: centroids and boxes then begin with the slice.
    package let isVolume: Bool
    /// The whole table, from the header on, in UTF-8.
    package private(set) var csv: [UInt8]

    /// A table without objects.
    package init(channelCount: Int, isVolume: Bool = false) {
        self.channelCount = channelCount
        self.isVolume = isVolume
        csv = Array(Self.header(channelCount: channelCount, isVolume: isVolume).utf8)
    }

    /// Measures the objects of one plane or volume and adds a row for each.
    ///
    /// - Precondition: there are `channelCount` channels, of the size of `labels`.
    package mutating func append(frame: Int, slice: Int, labels: LabelImage, channels: [PixelValues]) {
        precondition(channels.count == channelCount)
        let areIntegers = channels.map { $0.pixelType != .float32 }
        let rows = ObjectMeasurement.measure(frame: frame, slice: slice, labels: labels, channels: channels)
        for row in rows { append(row, areIntegers: areIntegers) }
    }

    /// The header line; from two channels on the intensity columns are numbered, as scikit-image does.
    private static func header(channelCount: Int, isVolume: Bool) -> String {
        let axes = isVolume ? 3 : 2
        let centroids = (2..<axes).map { "centroid-\($0)," }
        let boxes = (0..<2 * axes).map { "bbox-\($0)" }
        let suffixes = channelCount == 1 ? [""] : (0..<channelCount).map { "-\($0)" }
        let intensities = ["mean", "min", "max"].flatMap { name in suffixes.map { ",intensity_\(name)\($0)" } }
        return TableMark.columns + centroids.joined() + boxes.joined(separator: ",") + intensities.joined() + "\n"
    }

    private mutating func append(_ object: ObjectMeasurement, areIntegers: [Bool]) {
        let box = object.boundingBox
        var line = "\(object.frame),\(object.slice),\(object.label),\(object.area)"
        if isVolume { line += "," + Self.decimal(object.centroidSlice) }
        line += "," + Self.decimal(object.centroidRow) + "," + Self.decimal(object.centroidColumn)
        line += (isVolume ? ",\(box.firstSlice)" : "") + ",\(box.firstRow),\(box.firstColumn)"
        line += (isVolume ? ",\(box.endSlice)" : "") + ",\(box.endRow),\(box.endColumn)"
        for intensity in object.intensities { line += "," + Self.decimal(intensity.mean) }
        for (intensity, isInteger) in zip(object.intensities, areIntegers) {
            line += "," + (isInteger ? String(Int(intensity.minimum)) : Self.decimal(intensity.minimum))
        }
        for (intensity, isInteger) in zip(object.intensities, areIntegers) {
            line += "," + (isInteger ? String(Int(intensity.maximum)) : Self.decimal(intensity.maximum))
        }
        csv += line.utf8
        csv.append(UInt8(ascii: "\n"))
    }

    /// The shortest digits that read back to `value`; NaN has no sign.
    private static func decimal(_ value: Double) -> String {
        value.isNaN ? "nan" : value.description
    }
}
