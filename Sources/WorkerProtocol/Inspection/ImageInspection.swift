package import Imaging

/// What an image file is and whether this build reads it, in words and for machines.
package struct ImageInspection: Sendable, Codable, Equatable {
    package var file: String
    package var layout: ImageLayout
    /// The axes as the file stores them, slowest first; `?` is one without a name.
    package var axes: String
    /// Extents in the order of `axes`.
    package var extents: [Int]
    package var warnings: [String]
    /// Whether all is there that the file promises: the planes of its description, and the page after the last.
    package var isWhole: Bool
    /// The files that the image was read from, where it is in several.
    package var files: [String]?
    /// Whether the image may be taken now; the worker, which sees what the file holds alone, leaves it at ready.
    package var verdict = ImageVerdict.ready

    /// A report of everything.
    package init(
        file: String,
        layout: ImageLayout,
        axes: String,
        extents: [Int],
        warnings: [String],
        isWhole: Bool = true
    ) {
        self.file = file
        self.layout = layout
        self.axes = axes
        self.extents = extents
        self.warnings = warnings
        self.isWhole = isWhole
    }

    /// The report for people, one fact a line.
    package var text: String {
        var lines = [
            "\(file): an image that this build reads",
            "  axes        \(axes), \(extents.map(String.init).joined(separator: " × "))",
            "  pixels      \(layout.pixelType.rawValue)" + (layout.storedType.map { ", stored as \($0)" } ?? ""),
            "  described   \(layout.description.rawValue)",
            "  verdict     \(verdict.rawValue)",
        ]
        if let files { lines.append("  files       \(Self.listed(files))") }
        let (positions, channels) = (layout.positionNames ?? [], layout.channelNames ?? [])
        if !positions.isEmpty { lines.append("  positions   \(Self.numbered(positions))") }
        if !channels.isEmpty { lines.append("  channels    \(Self.numbered(channels))") }
        if let size = layout.pixelSize {
            let z = size.z.map { " × \($0)" } ?? ""
            lines.append("  pixel size  \(size.x) × \(size.y)\(z) \(size.unit)")
        }
        if let interval = layout.frameInterval { lines.append("  frames      every \(interval) s") }
        for warning in warnings { lines.append("  warning     \(warning)") }
        return lines.joined(separator: "\n")
    }

    /// `1 DAPI, 2 GFP`: what stands behind `--channels` and `--positions`; of many the first ones.
    private static func numbered(_ names: [String]) -> String {
        let most = 24
        let listed = names.prefix(most).enumerated().map { "\($0 + 1) \($1)" }
        let more = names.count > most ? ["and \(names.count - most) more"] : []
        return (listed + more).joined(separator: ", ")
    }

    private static func listed(_ files: [String]) -> String {
        files.prefix(8).joined(separator: ", ") + (files.count > 8 ? " and \(files.count - 8) more" : "")
    }
}
