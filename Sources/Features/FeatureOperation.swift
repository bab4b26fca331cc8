/// One image operation on float32 planes (spec/apoc.md, section 4, 2D).
package enum FeatureOperation: Sendable, Hashable {
    /// Separable Gaussian, rows first; sigma in pixels, positive.
    case gaussianBlur(sigma: Double)
    /// Eight times the pixel minus its eight neighbours.
    case laplaceBox
    /// Length of the 1-2-1 gradient.
    case sobel
    /// The first input minus the second.
    case subtract

    /// Rows and columns that a result needs around it.
    package var halo: Int {
        switch self {
        case .gaussianBlur(let sigma): GaussianWeights.halfWidth(sigma: sigma)
        case .laplaceBox, .sobel: 1
        case .subtract: 0
        }
    }
}
