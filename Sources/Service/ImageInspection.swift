package import Imaging
package import Pipeline
import TIFFFiles

/// What an image file is and whether this build reads it, in words and for machines.
package struct ImageInspection: Sendable, Codable, Equatable {
    package var file: String
    package var layout: ImageLayout
    package var axes: String
    package var extents: [Int]
    package var warnings: [String]

    /// Describes the TIFF open as `descriptor`; no pixel is decoded.
    ///
    /// - Throws: why it cannot be read, by name.
    package init(descriptor: Int32, name: String) throws(ImageFailure) {
        let reader: TIFFReader
        do { reader = try TIFFReader(fileDescriptor: descriptor, name: name) } catch {
            throw ImageFailure(reading: error)
        }
        file = name
        layout = reader.layout
        axes = reader.layout.axes
        extents = reader.layout.extents
        warnings = reader.warnings
    }

    /// The report for people, one fact a line.
    package var text: String {
        var lines = [
            "\(file): an image that this build reads",
            "  axes        \(axes), \(extents.map(String.init).joined(separator: " × "))",
            "  pixels      \(layout.pixelType.rawValue)",
            "  described   \(layout.description.rawValue)",
        ]
        if let size = layout.pixelSize {
            let z = size.z.map { " × \($0)" } ?? ""
            lines.append("  pixel size  \(size.x) × \(size.y)\(z) \(size.unit)")
        }
        if let interval = layout.frameInterval { lines.append("  frames      every \(interval) s") }
        for warning in warnings { lines.append("  warning     \(warning)") }
        return lines.joined(separator: "\n")
    }
}
