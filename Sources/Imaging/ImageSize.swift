/// Extent of a plane or, with several slices, of a volume, in pixels.
package struct ImageSize: Sendable, Hashable, Codable, CustomStringConvertible {
    package var width: Int
    package var height: Int
    /// Slices; 1 for a plane. Operators work in 3D exactly when there are several.
    package var depth: Int

    /// `width` columns, `height` rows, `depth` slices.
    package init(width: Int, height: Int, depth: Int = 1) {
        self.width = width
        self.height = height
        self.depth = depth
    }

    /// Pixels in all; those of a volume are stored (Z, Y, X), x fastest.
    package var pixelCount: Int { width * height * depth }

    /// Whether this is a volume.
    package var is3D: Bool { depth > 1 }

    /// Width × height, and × depth for a volume, as people write it.
    package var description: String { "\(width) × \(height)" + (is3D ? " × \(depth)" : "") }
}
