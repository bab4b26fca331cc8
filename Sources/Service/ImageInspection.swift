package import Imaging
package import Pipeline
import TIFFFiles

/// What an image file is and whether this build reads it, in words and for machines.
package struct ImageInspection: Sendable, Codable, Equatable {
    package var file: String
    package var layout: ImageLayout
    /// The axes as the file stores them, slowest first; `?` is one without a name.
    package var axes: String
    /// Extents in the order of `axes`.
    package var extents: [Int]
    package var warnings: [String]

    /// Describes the TIFF open as `descriptor`; no pixel is decoded.
    ///
    /// - Parameter names: names for its axes that overrule the file's.
    /// - Throws: why it cannot be read, by name, or how the names do not fit.
    package init(descriptor: Int32, name: String, axes names: AxisNames? = nil) throws(ImageFailure) {
        let reader: TIFFReader
        do {
            reader = try TIFFReader(fileDescriptor: descriptor, name: name, axes: AxisReading(names: names))
        } catch {
            throw ImageFailure(reading: error)
        }
        file = name
        layout = reader.layout
        var pageAxes = names == nil ? reader.pageAxes : reader.takenAxes
        // The samples of a page are channels too.
        let channels = layout.shape.channels
        if let index = pageAxes.firstIndex(where: { $0.name == "C" }) {
            pageAxes[index].extent = channels
        } else if channels > 1 {
            pageAxes.append(PageAxis(name: "C", extent: channels))
        }
        axes = pageAxes.names
        extents = pageAxes.map(\.extent) + [layout.shape.size.height, layout.shape.size.width]
        warnings = reader.warnings
        if pageAxes.lackNames {
            warnings.append(
                "an axis without a name (?) is Z for a classifier trained on volumes and time for others; --axes, or"
                    + " `axes` in a recipe, names it: \(AxisNames.example)"
            )
        }
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
