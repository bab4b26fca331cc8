import Imaging
import Kernels

extension FeatureFamily {
    /// The length of the smoothed gradient (Features/README.md, Sobel).
    static let sobel = FeatureFamily(
        features: [FeatureDefinition("sobel", Sobel())],
        kernels: [Sobel.ofPlanes, Sobel.ofVolumes],
        deviations: [Sobel.deviation]
    )
}

/// The length of the 1-2-1 gradient, which is not divided by anything.
struct Sobel: FeatureOperator {
    fileprivate static let ofPlanes = FeatureKernel(
        "sobel_2d",
        in: KernelFile("sobel_2d", PackageResources.sobel_2d_cl, in: .common),
        stage: .derivative
    )
    fileprivate static let ofVolumes = FeatureKernel(
        "sobel_3d",
        in: KernelFile("sobel_3d", PackageResources.sobel_3d_cl, in: .volumes),
        stage: .derivative
    )
    fileprivate static let deviation = FeatureDeviation(
        "sobel in 3D is computed as the intended 27-point operator; APOC's kernel reads past its table of coefficients, "
            + "so that its result differs from device to device",
        isAnotherOperator: true
    )

    var halo: Int { 1 }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { dimensions > 2 ? Self.deviation : nil }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        size.is3D ? ofVolume(inputs[0], size) : ofPlane(inputs[0], size)
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(is3D ? Self.ofVolumes : Self.ofPlanes, halo: 1)] }

    /// Both components in double, the negative side first, rounded to float32 before one fused step.
    private func ofPlane(_ image: [Float], _ size: ImageSize) -> [Float] {
        Neighbourhood.map(image, size) { pixel in
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

    /// The intended operator, 1-0-(-1) along one axis and 1-2-1 along the others, in float32, x outermost.
    private func ofVolume(_ image: [Float], _ size: ImageSize) -> [Float] {
        Neighbourhood.map(image, size) { pixel in
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
}
