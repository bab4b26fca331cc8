import Imaging
import Kernels

extension FeatureFamily {
    /// Pixels above or below all their neighbours (Features/README.md, Local extrema).
    static let localExtrema = FeatureFamily(
        features: [
            FeatureDefinition("detect_maxima_box") { plan, input, radius throws(FeatureSpecificationError) in
                plan.append(LocalExtremum(isMaximum: true), try plan.mean(.box, of: input, radius))
            },
            FeatureDefinition("detect_minima_box") { plan, input, radius throws(FeatureSpecificationError) in
                plan.append(LocalExtremum(isMaximum: false), try plan.mean(.box, of: input, radius))
            },
        ],
        kernels: [LocalExtremum.kernel]
    )
}

/// 1 where no neighbour is larger (smaller) and no earlier one, column by column, is equal; otherwise 0.
struct LocalExtremum: FeatureOperator {
    let isMaximum: Bool

    fileprivate static let kernel = FeatureKernel(
        "local_extremes",
        in: KernelFile(
            "local_extremes",
            PackageResources.local_extremes_cl,
            in: .neighbours,
            needs: [.windowRows]
        ),
        stage: .window
    )

    var halo: Int { 1 }

    /// 1 where the reference's search, column by column, ends at the pixel itself.
    ///
    /// The search begins with the pixel minus (for minima plus) 1, which a pixel of 2^24 and more is equal to.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let slices = size.is3D ? -1...1 : 0...0
        return Neighbourhood.map(inputs[0], size) { pixel in
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

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel, halo: 1, option: isMaximum ? 0 : 1)] }
}
