/// Physical extent of a pixel along x, y and, in stacks, z.
package struct PixelSize: Sendable, Hashable, Codable {
    package var x: Double
    package var y: Double
    package var z: Double?
    /// Unit as written in the file, for example `micron` or `µm`.
    package var unit: String

    /// A pixel of `x` × `y` (× `z`) in `unit`.
    package init(x: Double, y: Double, z: Double? = nil, unit: String) {
        self.x = x
        self.y = y
        self.z = z
        self.unit = unit
    }
}
