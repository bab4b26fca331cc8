/// Width and height of a plane, in pixels.
package struct ImageSize: Sendable, Hashable, Codable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    /// A plane of `width` columns and `height` rows.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Pixels of the plane.
    package var pixelCount: Int { width * height }

    /// Width × height, as people write it.
    package var description: String { "\(width) × \(height)" }
}
