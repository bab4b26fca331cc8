import Imaging

/// A small image that every worker carries, to try classifiers on before the first real image comes.
enum BuiltInImage {
    /// 61 × 47 pixels, so that no width or height is a multiple of anything; smooth, with a few steps.
    static let plane: (pixels: PixelValues, size: ImageSize) = {
        let size = ImageSize(width: 61, height: 47)
        var pixels = [UInt16](repeating: 0, count: size.pixelCount)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let step = (x / 13 + y / 11) % 2 == 0 ? 900 : 100
                pixels[y * size.width + x] = UInt16(step + 7 * x + 5 * y)
            }
        }
        return (.uint16(pixels), size)
    }()
}
