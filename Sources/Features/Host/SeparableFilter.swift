import Imaging

/// Filters that are taken axis by axis, x first, each pass rounded to float32.
enum SeparableFilter {
    /// One pass along each axis: `start` from the centre, `add` for the taps 0…2 × `halfWidth` in ascending order, `finish`.
    @inline(__always)
    static func apply(
        to image: [Float],
        size: ImageSize,
        halfWidth: Int,
        start: (Float) -> Float,
        add: (inout Float, Float, Int) -> Void,
        finish: (Float) -> Float
    ) -> [Float] {
        var image = image
        for axis in [Axis.x, .y, .z] where axis != .z || size.is3D {
            let padded = PaddedImage(image, size: size, margin: axis == .x ? halfWidth : 0)
            image = padded.map { row, y, z in
                let centre = padded.row(y, z)
                for x in 0..<size.width { row[x] = start(centre[x]) }
                for tap in 0...2 * halfWidth {
                    let offset = tap - halfWidth
                    let source =
                        switch axis {
                        case .x: centre + offset
                        case .y: padded.row(y + offset, z)
                        case .z: padded.row(y, z + offset)
                        }
                    for x in 0..<size.width { add(&row[x], source[x], tap) }
                }
                for x in 0..<size.width { row[x] = finish(row[x]) }
            }
        }
        return image
    }
}
