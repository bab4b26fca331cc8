/// What somebody chose in a matrix of features and scales, as ilastik keeps it: the planes of the feature stack of one channel
/// follow from it (Features/README.md, Chosen in a matrix).
package struct FeatureSelection: Sendable, Hashable {
    /// A row of the matrix; raw values are the names in project files.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case gaussianSmoothing = "GaussianSmoothing"
        case laplacianOfGaussian = "LaplacianOfGaussian"
        case gaussianGradientMagnitude = "GaussianGradientMagnitude"
        case differenceOfGaussians = "DifferenceOfGaussians"
        case structureTensorEigenvalues = "StructureTensorEigenvalues"
        case hessianOfGaussianEigenvalues = "HessianOfGaussianEigenvalues"

        /// Whether there is one result an axis, the largest first, rather than one.
        package var givesEigenvalues: Bool {
            self == .structureTensorEigenvalues || self == .hessianOfGaussianEigenvalues
        }
    }

    /// A chosen field of the matrix.
    package struct Entry: Sendable, Hashable {
        package var kind: Kind
        /// The scale of the column, in pixels.
        package var sigma: Double
        /// Whether volumes are taken slice by slice.
        package var isPlanar: Bool

        /// A field of the row `kind`.
        package init(_ kind: Kind, sigma: Double, isPlanar: Bool) {
            (self.kind, self.sigma, self.isPlanar) = (kind, sigma, isPlanar)
        }
    }

    /// The chosen fields, row by row, in each row by the order of the columns.
    package var entries: [Entry]

    /// A selection of the given fields.
    package init(_ entries: [Entry]) { self.entries = entries }
}
