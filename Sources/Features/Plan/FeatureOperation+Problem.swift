extension FeatureOperation {
    /// The largest half width of a box's minimum, maximum and mean, which are taken axis by axis.
    package static let largestSeparableHalfWidth = 1000

    /// The largest half width of every other window, whose pixels are all visited: some 40,000 pixels in 2D and 130,000 in 3D.
    package static func largestHalfWidth(dimensions: Int) -> Int { dimensions > 2 ? 25 : 100 }

    /// The largest half width of a median: the reference sorts at most 1000 pixels, and writes past its table beyond.
    package static func largestMedianHalfWidth(_ shape: Window.Shape, dimensions: Int) -> Int {
        switch (shape, dimensions > 2) {
        case (.box, false): 15
        case (.sphere, false): 17
        case (.box, true): 4
        case (.sphere, true): 6
        }
    }

    /// Why the operation, wanted by `token`, has no result on images of `dimensions` axes; nil where it has one.
    func problem(onDimensions dimensions: Int, token: String) -> FeatureSpecificationError? {
        switch self {
        case .gradient(.z) where dimensions < 3:
            return .needsVolume(token: token)
        case .window(let statistic, let window):
            let limit =
                if window.shape == .box, statistic.isSeparable {
                    Self.largestSeparableHalfWidth
                } else {
                    Self.largestHalfWidth(dimensions: dimensions)
                }
            if statistic == .median {
                let limit = Self.largestMedianHalfWidth(window.shape, dimensions: dimensions)
                guard window.halfWidth > limit else { return nil }
                return .median(token: token, largest: limit, dimensions: dimensions)
            }
            return window.halfWidth > limit ? .radius(token: token, largest: limit) : nil
        default:
            return nil
        }
    }

    /// How far from the reference the operation's result may be on images of `dimensions` axes; nil where it is bit for bit.
    func approximation(onDimensions dimensions: Int) -> FeatureApproximation? {
        switch self {
        case .sobel where dimensions > 2: .sobelOfVolume
        case .smallHessianEigenvalue where dimensions > 2: .hessianOfVolume
        case .largeHessianEigenvalue where dimensions > 2: .hessianOfVolume
        case .window(.variance, _): .variance
        case .window(.mode, _): .mode
        case .pointwise(let function, _) where function.isTranscendental: .series
        case .gammaCorrection: .series
        default: nil
        }
    }
}
