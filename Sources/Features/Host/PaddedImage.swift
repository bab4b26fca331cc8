import Imaging

/// An image whose rows carry their first and last pixel repeated beyond the edges, so that neighbours along x need no clamp.
final class PaddedImage {
    let size: ImageSize
    private let margin: Int
    private let stride: Int
    private let pixels: UnsafeMutablePointer<Float>

    /// `image` with `margin` more columns on both sides.
    ///
    /// - Precondition: `image` has one value per pixel of `size`, and at least one.
    init(_ image: [Float], size: ImageSize, margin: Int) {
        (self.size, self.margin) = (size, margin)
        stride = size.width + 2 * margin
        pixels = .allocate(capacity: stride * size.height * size.depth)
        image.withUnsafeBufferPointer { image in
            for row in 0..<size.height * size.depth {
                let (target, source) = (pixels + row * stride, row * size.width)
                target.initialize(repeating: image[source], count: margin)
                for x in 0..<size.width { (target + margin + x).initialize(to: image[source + x]) }
                (target + margin + size.width).initialize(repeating: image[source + size.width - 1], count: margin)
            }
        }
    }

    deinit { pixels.deallocate() }

    /// Column 0 of the row nearest to row `y` of slice `z`; columns from -margin to width + margin - 1 can be read.
    func row(_ y: Int, _ z: Int) -> UnsafePointer<Float> {
        let (y, z) = (min(max(y, 0), size.height - 1), min(max(z, 0), size.depth - 1))
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
