import Imaging

/// Filters that are taken axis by axis, x first, each pass rounded to float32 (spec/apoc.md, sections 4.1 and 4.7).
enum HostSeparable {
    /// The blurred image; each tap is one fused step.
    static func blur(_ image: [Float], size: ImageSize, weights: GaussianWeights) -> [Float] {
        guard !weights.isIdentity else { return image }
        return weights.weights.withUnsafeBufferPointer { taps in
            passes(image, size: size, halfWidth: weights.halfWidth) { _ in
                0
            } add: { sum, pixel, tap in
                sum.addProduct(taps[tap], pixel)
            } finish: {
                $0 / weights.sum
            }
        }
    }

    /// The mean in a box; the sum of each pass is taken from the lowest position on.
    static func mean(_ image: [Float], size: ImageSize, halfWidth: Int) -> [Float] {
        let count = Float(2 * halfWidth + 1)
        return passes(image, size: size, halfWidth: halfWidth) { _ in
            0
        } add: { sum, pixel, _ in
            sum += pixel
        } finish: {
            $0 / count
        }
    }

    /// The minimum in a box. The comparison decides what NaN and zeros of both signs give.
    static func minimum(_ image: [Float], size: ImageSize, halfWidth: Int) -> [Float] {
        passes(image, size: size, halfWidth: halfWidth) { centre in
            centre
        } add: { least, pixel, tap in
            if tap != halfWidth { least = least < pixel ? least : pixel }
        } finish: {
            $0
        }
    }

    /// The maximum in a box, with the same care as the minimum.
    static func maximum(_ image: [Float], size: ImageSize, halfWidth: Int) -> [Float] {
        passes(image, size: size, halfWidth: halfWidth) { centre in
            centre
        } add: { largest, pixel, tap in
            if tap != halfWidth { largest = largest > pixel ? largest : pixel }
        } finish: {
            $0
        }
    }

    /// One pass along each axis: `start` from the centre, `add` for the taps 0…2 × `halfWidth` in ascending order, `finish`.
    @inline(__always)
    private static func passes(
        _ image: [Float],
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
