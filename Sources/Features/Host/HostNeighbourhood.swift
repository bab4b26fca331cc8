import Imaging

/// The operators of 3 × 3 (× 3) pixels of spec/apoc.md, sections 4.3, 4.4, 4.6 and 4.8.
///
/// Sums are taken in the reference's order, which decides the last bit where the pixels do not add up exactly.
enum HostNeighbourhood {
    /// 2D, in double, rounded once: 8 × the pixel minus right, left, top, bottom, then the corners row by row.
    static func laplaceBox(_ image: PaddedImage) -> [Float] {
        guard !image.size.is3D else { return laplaceBoxOfVolume(image) }
        return Neighbourhood.map(image) { pixel in
            var sum = Double(pixel[0, 0]) * 8
            sum -= Double(pixel[1, 0])
            sum -= Double(pixel[-1, 0])
            sum -= Double(pixel[0, -1])
            sum -= Double(pixel[0, 1])
            sum -= Double(pixel[-1, -1])
            sum -= Double(pixel[1, -1])
            sum -= Double(pixel[-1, 1])
            sum -= Double(pixel[1, 1])
            return Float(sum)
        }
    }

    /// 3D, in float32: the reference gives the centre the weight 1, not 26.
    private static func laplaceBoxOfVolume(_ image: PaddedImage) -> [Float] {
        Neighbourhood.map(image) { pixel in
            var sum: Float = 0
            for x in -1...1 {
                for y in -1...1 {
                    for z in -1...1 {
                        let isCentre = x == 0 && y == 0 && z == 0
                        sum = isCentre ? sum + pixel[x, y, z] : sum - pixel[x, y, z]
                    }
                }
            }
            return sum
        }
    }

    /// In double, rounded once: right, left, top, bottom, and in 3D the next and the previous slice.
    static func laplaceDiamond(_ image: PaddedImage) -> [Float] {
        let is3D = image.size.is3D
        return Neighbourhood.map(image) { pixel in
            var sum = Double(pixel[0, 0]) * (is3D ? 6 : 4)
            sum -= Double(pixel[1, 0])
            sum -= Double(pixel[-1, 0])
            sum -= Double(pixel[0, -1])
            sum -= Double(pixel[0, 1])
            guard is3D else { return Float(sum) }
            sum -= Double(pixel[0, 0, 1])
            sum -= Double(pixel[0, 0, -1])
            return Float(sum)
        }
    }

    /// 2D: both components in double, the negative side first, rounded to float32 before one fused step.
    static func sobel(_ image: PaddedImage) -> [Float] {
        guard !image.size.is3D else { return sobelOfVolume(image) }
        return Neighbourhood.map(image) { pixel in
            var alongX = -Double(pixel[-1, -1])
            alongX -= Double(pixel[-1, 0]) * 2
            alongX -= Double(pixel[-1, 1])
            alongX += Double(pixel[1, -1])
            alongX += Double(pixel[1, 0]) * 2
            alongX += Double(pixel[1, 1])
            var alongY = -Double(pixel[-1, -1])
            alongY -= Double(pixel[0, -1]) * 2
            alongY -= Double(pixel[1, -1])
            alongY += Double(pixel[-1, 1])
            alongY += Double(pixel[0, 1]) * 2
            alongY += Double(pixel[1, 1])
            let (x, y) = (Float(alongX), Float(alongY))
            return (y * y).addingProduct(x, x).squareRoot()
        }
    }

    /// 3D: the intended operator, 1-0-(-1) along one axis and 1-2-1 along the others, in float32, x outermost.
    private static func sobelOfVolume(_ image: PaddedImage) -> [Float] {
        Neighbourhood.map(image) { pixel in
            var (alongX, alongY, alongZ): (Float, Float, Float) = (0, 0, 0)
            for x in -1...1 {
                for y in -1...1 {
                    for z in -1...1 {
                        let value = pixel[x, y, z]
                        let (smoothX, smoothY, smoothZ) = (2 - abs(x), 2 - abs(y), 2 - abs(z))
                        // Products with 1, 2 and 4 are exact. Weights of 0 are left out, as they would spread infinities.
                        if x != 0 { alongX += Float(-x * smoothY * smoothZ) * value }
                        if y != 0 { alongY += Float(smoothX * -y * smoothZ) * value }
                        if z != 0 { alongZ += Float(smoothX * smoothY * -z) * value }
                    }
                }
            }
            return (alongY * alongY).addingProduct(alongX, alongX).addingProduct(alongZ, alongZ).squareRoot()
        }
    }

    /// The next pixel minus the previous one.
    static func gradient(_ image: PaddedImage, _ axis: Axis) -> [Float] {
        switch axis {
        case .x: Neighbourhood.map(image) { $0[1, 0] - $0[-1, 0] }
        case .y: Neighbourhood.map(image) { $0[0, 1] - $0[0, -1] }
        case .z: Neighbourhood.map(image) { $0[0, 0, 1] - $0[0, 0, -1] }
        }
    }

    /// 1 where the reference's search, column by column, ends at the pixel itself.
    ///
    /// The search begins with the pixel minus (for minima plus) 1, which a pixel of 2^24 and more is equal to.
    static func localExtremum(_ image: PaddedImage, isMaximum: Bool) -> [Float] {
        let slices = image.size.is3D ? -1...1 : 0...0
        return Neighbourhood.map(image) { pixel in
            var best = isMaximum ? pixel[0, 0] - 1 : pixel[0, 0] + 1
            var isAtPixel = true
            for x in -1...1 {
                for y in -1...1 {
                    for z in slices where pixel.isPositive(x, y, z) {
                        let value = pixel[x, y, z]
                        guard isMaximum ? value > best : value < best else { continue }
                        best = value
                        isAtPixel = x == 0 && y == 0 && z == 0
                    }
                }
            }
            return isAtPixel ? 1 : 0
        }
    }
}
