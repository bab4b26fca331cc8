import Imaging
import Kernels

extension FeatureFamily {
    /// Mean, variance and standard deviation (Features/README.md, Windows).
    static let windowMoments = FeatureFamily(
        features: [
            FeatureDefinition.windows("mean") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.mean(shape, of: input, radius)
            },
            FeatureDefinition.windows("variance") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.variance(shape, of: input, radius)
            },
            FeatureDefinition.windows("standard_deviation") {
                plan,
                shape,
                input,
                radius throws(FeatureSpecificationError) in
                plan.append(Pointwise(.squareRoot), try plan.variance(shape, of: input, radius))
            },
        ].flatMap { $0 },
        kernels: [WindowMean.ofBox, WindowMean.ofSphere, WindowVariance.kernel],
        deviations: [WindowVariance.deviation]
    )
}

extension FeaturePlanBuilder {
    /// The mean of windows around each pixel.
    mutating func mean(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        let isBox = shape == .box
        let halfWidth =
            isBox ? try radius.halfWidth(largest: Window.largestSeparableHalfWidth) : try radius.halfWidth()
        // A pass over one pixel is not a copy: it turns -0 into 0.
        guard !isBox || radius.number > 0 else { return input }
        return append(WindowMean(window: try radius.window(shape, halfWidth: halfWidth)), input)
    }

    fileprivate mutating func variance(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        append(WindowVariance(window: try radius.window(shape, halfWidth: try radius.halfWidth())), input)
    }
}

/// The mean of a window: of a box axis by axis, rounded to float32 after each; of a sphere in one sum.
struct WindowMean: FeatureOperator {
    let window: Window

    fileprivate static let ofBox = FeatureKernel(
        "box_mean",
        in: KernelFile("box_mean", PackageResources.box_mean_cl, in: .boxes),
        stage: .window
    )
    fileprivate static let ofSphere = FeatureKernel("window_mean", in: momentsFile, stage: .window)

    var halo: Int { window.halfWidth }

    func problem(onDimensions dimensions: Int) -> String? {
        window.problem(
            largest: window.shape == .box
                ? Window.largestSeparableHalfWidth : Window.largestHalfWidth(dimensions: dimensions)
        )
    }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        switch window.shape {
        case .box: ofBox(inputs[0], size)
        case .sphere:
            WindowPixels(window, of: inputs[0], size: size).map { window, row, y, z in window.mean(y, z, into: row) }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        switch window.shape {
        case .box: FeaturePass.alongAxes(Self.ofBox, halfWidth: window.halfWidth, is3D: is3D)
        case .sphere: [FeaturePass(Self.ofSphere, over: window, is3D: is3D)]
        }
    }

    /// The sum of each pass is taken from the lowest position on.
    private func ofBox(_ image: [Float], _ size: ImageSize) -> [Float] {
        let count = Float(2 * window.halfWidth + 1)
        return SeparableFilter.apply(to: image, size: size, halfWidth: window.halfWidth) { _ in
            0
        } add: { sum, pixel, _ in
            sum += pixel
        } finish: {
            $0 / count
        }
    }
}

/// The variance of a window's pixels as the whole population: divided by their number.
struct WindowVariance: FeatureOperator {
    let window: Window

    fileprivate static let kernel = FeatureKernel("window_variance", in: momentsFile, stage: .window)
    fileprivate static let deviation = FeatureDeviation(
        "squares are products; APOC calls pow, which differs in the last bits"
    )

    var halo: Int { window.halfWidth }

    func problem(onDimensions dimensions: Int) -> String? {
        window.problem(largest: Window.largestHalfWidth(dimensions: dimensions))
    }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { Self.deviation }

    /// In two passes; the reference raises differences to the power of 2 by a library function, which rounds differently.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size.width) { means in
            guard let means = means.baseAddress else { return [] }
            return WindowPixels(window, of: inputs[0], size: size).map { window, row, y, z in
                window.mean(y, z, into: means)
                window.variance(y, z, means: means, into: row)
            }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel, over: window, is3D: is3D)] }
}

private let momentsFile = KernelFile(
    "window_mean",
    PackageResources.window_mean_cl,
    in: .windows,
    needs: [.windowRows]
)

/// An image whose windows are summed row by row, in the order of the window's offsets.
private struct WindowPixels {
    private let padded: PaddedImage
    private let offsets: [(x: Int, y: Int, z: Int)]
    private let width: Int

    init(_ window: Window, of image: [Float], size: ImageSize) {
        padded = PaddedImage(image, size: size, margin: window.halfWidth)
        offsets = window.offsets(dimensions: size.is3D ? 3 : 2)
        width = size.width
    }

    func map(_ fill: (WindowPixels, UnsafeMutablePointer<Float>, _ y: Int, _ z: Int) -> Void) -> [Float] {
        padded.map { row, y, z in fill(self, row, y, z) }
    }

    func mean(_ y: Int, _ z: Int, into row: UnsafeMutablePointer<Float>) {
        for x in 0..<width { row[x] = 0 }
        for offset in offsets {
            let source = padded.row(y + offset.y, z + offset.z) + offset.x
            for x in 0..<width { row[x] += source[x] }
        }
        let count = Float(offsets.count)
        for x in 0..<width { row[x] /= count }
    }

    func variance(_ y: Int, _ z: Int, means: UnsafeMutablePointer<Float>, into row: UnsafeMutablePointer<Float>) {
        for x in 0..<width { row[x] = 0 }
        for offset in offsets {
            let source = padded.row(y + offset.y, z + offset.z) + offset.x
            for x in 0..<width {
                let difference = source[x] - means[x]
                row[x] += difference * difference
            }
        }
        let count = Float(offsets.count)
        for x in 0..<width { row[x] /= count }
    }
}
