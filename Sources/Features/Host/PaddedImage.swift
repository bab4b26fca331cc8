import Imaging

/// An image whose rows carry beyond the edges what stands there, so that neighbours along x need no question of borders.
final class PaddedImage {
    let size: ImageSize
    private let border: Border
    private let margin: Int
    private let stride: Int
    private let pixels: UnsafeMutablePointer<Float>

    /// `image` with `margin` more columns on both sides, which are filled as `border` says; so are rows and slices.
    ///
    /// - Precondition: `image` has one value per pixel of `size`, and at least one.
    init(_ image: [Float], size: ImageSize, margin: Int, border: Border = .nearest) {
        (self.size, self.margin, self.border) = (size, margin, border)
        stride = size.width + 2 * margin
        pixels = .allocate(capacity: stride * size.height * size.depth)
        image.withUnsafeBufferPointer { image in
            for row in 0..<size.height * size.depth {
                let (target, source) = (pixels + row * stride, row * size.width)
                for x in 0..<size.width { (target + margin + x).initialize(to: image[source + x]) }
                for x in 0..<margin {
                    let left = border.inside(x - margin, extent: size.width)
                    let right = border.inside(size.width + x, extent: size.width)
                    (target + x).initialize(to: image[source + left])
                    (target + margin + size.width + x).initialize(to: image[source + right])
                }
            }
        }
    }

    deinit { pixels.deallocate() }

    /// Column 0 of the row that stands for row `y` of slice `z`; columns from -margin to width + margin - 1 can be read.
    func row(_ y: Int, _ z: Int) -> UnsafePointer<Float> {
        let (y, z) = (border.inside(y, extent: size.height), border.inside(z, extent: size.depth))
        return UnsafePointer(pixels + (z * size.height + y) * stride + margin)
    }

    /// A new image, whose rows `fill` writes one after the other.
    func map(_ fill: (_ row: UnsafeMutablePointer<Float>, _ y: Int, _ z: Int) -> Void) -> [Float] {
        [Float](unsafeUninitializedCapacity: size.pixelCount) { result, count in
            result.initialize(repeating: 0)
            if let base = result.baseAddress {
                for z in 0..<size.depth {
                    for y in 0..<size.height { fill(base + (z * size.height + y) * size.width, y, z) }
                }
            }
            count = size.pixelCount
        }
    }
}
