/// One nucleus of a generated image.
struct Cell: Codable, Sendable {
    /// Centre in pixels; the centre of the first pixel is 0.
    var y: Double
    /// Centre in pixels.
    var x: Double
    /// Distance of the rim from the centre, in pixels.
    var radius: Double
    /// Grey values above background.
    var amplitude: Double
}
