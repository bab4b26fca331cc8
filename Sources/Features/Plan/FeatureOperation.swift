/// One image operation on float32 images, planes or volumes (spec/apoc.md, section 4).
///
/// On a volume, an image with more than one slice, the 3D operator of the same name is meant.
package enum FeatureOperation: Sendable, Hashable {
    /// Separable Gaussian, rows first; sigma in pixels, positive.
    case gaussianBlur(sigma: Double)
    /// 2D: eight times the pixel minus its eight neighbours. 3D: the pixel minus its 26 neighbours.
    case laplaceBox
    /// Four (3D: six) times the pixel minus the neighbours that share a face with it.
    case laplaceDiamond
    /// Length of the 1-2-1 gradient.
    case sobel
    /// The next pixel along the axis minus the previous one.
    case gradient(Axis)
    /// Smallest eigenvalue of the matrix of second differences.
    case smallHessianEigenvalue
    /// Largest eigenvalue of the matrix of second differences.
    case largeHessianEigenvalue
    /// A statistic of the pixels around each pixel.
    case window(WindowStatistic, Window)
    /// 1 where no neighbour is larger and no earlier one, column by column, is equal; otherwise 0.
    case localMaximum
    /// 1 where no neighbour is smaller and no earlier one, column by column, is equal; otherwise 0.
    case localMinimum
    /// The first input minus the second.
    case subtract
    /// The first input divided by the second.
    case divide
    /// A function of each pixel, and its number; 0 where it takes none.
    case pointwise(PointwiseFunction, Float)
    /// The pixel over the image's maximum, to the power of the number, times the maximum.
    case gammaCorrection(Float)

    /// Rows and columns that a result needs around it; of the slices it needs all.
    package var halo: Int {
        switch self {
        case .gaussianBlur(let sigma): GaussianWeights.halfWidth(sigma: sigma)
        case .window(_, let window): window.halfWidth
        case .laplaceBox, .laplaceDiamond, .sobel, .smallHessianEigenvalue, .largeHessianEigenvalue: 1
        case .gradient(.x), .gradient(.y), .localMaximum, .localMinimum: 1
        case .gradient(.z), .subtract, .divide, .pointwise, .gammaCorrection: 0
        }
    }

    /// Whether ordinary pixels may give NaN or -0.
    var makesSpecialValues: Bool {
        switch self {
        case .pointwise, .divide, .gammaCorrection: true
        default: false
        }
    }

    /// Whether a result is one of several values, found by comparing them.
    var ranks: Bool {
        switch self {
        case .window(.minimum, _), .window(.maximum, _), .window(.median, _): true
        default: false
        }
    }

    /// Whether a result depends on every pixel of the image, so that strips of rows do not give it.
    package var needsWholeImage: Bool {
        if case .gammaCorrection = self { true } else { false }
    }
}
