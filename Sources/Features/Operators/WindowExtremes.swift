import Imaging
import Kernels

extension FeatureFamily {
    /// Minimum and maximum (Features/README.md, Windows).
    static let windowExtremes = FeatureFamily(
        features: [
            FeatureDefinition.windows("minimum") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.minimum(shape, of: input, radius)
            },
            FeatureDefinition.windows("maximum") { plan, shape, input, radius throws(FeatureSpecificationError) in
                try plan.maximum(shape, of: input, radius)
            },
        ].flatMap { $0 },
        kernels: [
            WindowExtremum.minimumOfBox, WindowExtremum.maximumOfBox, WindowExtremum.minimum, WindowExtremum.maximum,
        ]
    )
}

extension FeaturePlanBuilder {
    /// The minimum of windows around each pixel.
    mutating func minimum(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        try extremum(shape, of: input, radius, isMaximum: false)
    }

    /// The maximum of windows around each pixel.
    mutating func maximum(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter
    ) throws(FeatureSpecificationError) -> Int {
        try extremum(shape, of: input, radius, isMaximum: true)
    }

    private mutating func extremum(
        _ shape: Window.Shape,
        of input: Int,
        _ radius: FeatureParameter,
        isMaximum: Bool
    ) throws(FeatureSpecificationError) -> Int {
        let halfWidth =
            shape == .box
            ? try radius.halfWidth(largest: Window.largestSeparableHalfWidth) : try radius.halfWidth()
        // The search begins with the pixel itself, so that an empty window copies too.
        guard halfWidth > 0 else { return input }
        return append(WindowExtremum(isMaximum: isMaximum, window: Window(shape, halfWidth: halfWidth)), input)
    }
}

/// The smallest or the largest pixel of a window of more than one; of a box axis by axis.
struct WindowExtremum: FeatureOperator {
    let isMaximum: Bool
    let window: Window

    fileprivate static let minimumOfBox = FeatureKernel("box_minimum", in: boxFile, stage: .window)
    fileprivate static let maximumOfBox = FeatureKernel("box_maximum", in: boxFile, stage: .window)
    fileprivate static let minimum = FeatureKernel("window_minimum", in: windowFile, stage: .window)
    fileprivate static let maximum = FeatureKernel("window_maximum", in: windowFile, stage: .window)
    private static let boxFile = KernelFile("box_extremes", PackageResources.box_extremes_cl, in: .boxes)
    private static let windowFile = KernelFile(
        "window_extremes",
        PackageResources.window_extremes_cl,
        in: .windows,
        needs: [.windowRows]
    )

    var halo: Int { window.halfWidth }
    var isOrderStatistic: Bool { true }

    func problem(onDimensions dimensions: Int) -> String? {
        window.problem(
            largest: window.shape == .box
                ? Window.largestSeparableHalfWidth : Window.largestHalfWidth(dimensions: dimensions)
        )
    }

    /// The comparisons decide what NaN and zeros of both signs give.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        switch (window.shape, isMaximum) {
        case (.box, false): ofBox(inputs[0], size) { $0 < $1 ? $0 : $1 }
        case (.box, true): ofBox(inputs[0], size) { $0 > $1 ? $0 : $1 }
        case (.sphere, false): ofSphere(inputs[0], size) { $1 < $0 ? $1 : $0 }
        case (.sphere, true): ofSphere(inputs[0], size) { $1 > $0 ? $1 : $0 }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        switch window.shape {
        case .box:
            FeaturePass.alongAxes(
                isMaximum ? Self.maximumOfBox : Self.minimumOfBox,
                halfWidth: window.halfWidth,
                is3D: is3D
            )
        case .sphere: [FeaturePass(isMaximum ? Self.maximum : Self.minimum, over: window, is3D: is3D)]
        }
    }

    @inline(__always)
    private func ofBox(
        _ image: [Float],
        _ size: ImageSize,
        choose: (_ best: Float, _ pixel: Float) -> Float
    ) -> [Float] {
        let halfWidth = window.halfWidth
        return SeparableFilter.apply(to: image, size: size, halfWidth: halfWidth) { centre in
            centre
        } add: { best, pixel, tap in
            if tap != halfWidth { best = choose(best, pixel) }
        } finish: {
            $0
        }
    }

    @inline(__always)
    private func ofSphere(
        _ image: [Float],
        _ size: ImageSize,
        choose: (_ best: Float, _ pixel: Float) -> Float
    ) -> [Float] {
        let padded = PaddedImage(image, size: size, margin: window.halfWidth)
        let offsets = window.offsets(dimensions: size.is3D ? 3 : 2)
        return padded.map { row, y, z in
            let centre = padded.row(y, z)
            for x in 0..<size.width { row[x] = centre[x] }
            for offset in offsets {
                let source = padded.row(y + offset.y, z + offset.z) + offset.x
                for x in 0..<size.width { row[x] = choose(row[x], source[x]) }
            }
        }
    }
}
