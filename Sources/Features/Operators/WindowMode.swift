import Imaging
import Kernels

extension FeatureFamily {
    /// The most frequent value of a window's pixels (Features/README.md, Windows).
    static let windowMode = FeatureFamily(
        features: FeatureDefinition.windows("mode") { plan, shape, input, radius throws(FeatureSpecificationError) in
            let window = try radius.window(shape, halfWidth: try radius.halfWidth())
            return plan.append(WindowMode(window: window), input)
        },
        kernels: [WindowMode.kernel],
        deviations: [WindowMode.deviation]
    )
}

/// The most frequent byte of a window, the smallest of several; pixels outside the image and values outside 0…255 do not
/// count.
struct WindowMode: FeatureOperator {
    let window: Window

    fileprivate static let kernel = FeatureKernel(
        "window_mode",
        in: KernelFile("window_mode", PackageResources.window_mode_cl, in: .windows, needs: [.windowRows]),
        stage: .window
    )
    fileprivate static let deviation = FeatureDeviation(
        "values below 0 and from 256 on do not count; APOC writes past its table for them"
    )

    var halo: Int { window.halfWidth }

    func problem(onDimensions dimensions: Int) -> String? {
        window.problem(largest: Window.largestHalfWidth(dimensions: dimensions))
    }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { Self.deviation }

    /// The most frequent whole number from 0 to 255 of each window, the smallest of several, 0 where there is none.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let padded = PaddedImage(inputs[0], size: size, margin: window.halfWidth)
        let offsets = window.offsets(dimensions: size.is3D ? 3 : 2)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { histogram in
            padded.map { row, y, z in
                let inside = offsets.filter {
                    (0..<size.height).contains(y + $0.y) && (0..<size.depth).contains(z + $0.z)
                }
                for x in 0..<size.width {
                    histogram.initialize(repeating: 0)
                    for offset in inside where (0..<size.width).contains(x + offset.x) {
                        let pixel = padded.row(y + offset.y, z + offset.z)[x + offset.x]
                        // The reference cuts to an integer, and writes elsewhere for what is not a byte then.
                        if pixel > -1, pixel < 256 { histogram[Int(pixel)] += 1 }
                    }
                    var best = 0
                    for value in 1..<256 where histogram[value] > histogram[best] { best = value }
                    row[x] = Float(best)
                }
            }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel, over: window, is3D: is3D)] }
}
