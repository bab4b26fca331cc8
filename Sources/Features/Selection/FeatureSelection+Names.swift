extension FeatureSelection.Kind {
    /// What ilastik calls the row.
    package var title: String {
        switch self {
        case .gaussianSmoothing: "Gaussian Smoothing"
        case .laplacianOfGaussian: "Laplacian of Gaussian"
        case .gaussianGradientMagnitude: "Gaussian Gradient Magnitude"
        case .differenceOfGaussians: "Difference of Gaussians"
        case .structureTensorEigenvalues: "Structure Tensor Eigenvalues"
        case .hessianOfGaussianEigenvalues: "Hessian of Gaussian Eigenvalues"
        }
    }
}

extension FeatureSelection.Entry {
    /// What ilastik calls the field, without the number of an eigenvalue; `isPlanar` is whether it is computed in planes.
    func name(isPlanar: Bool) -> String {
        "\(kind.title) (\u{3c3}=\(sigma))" + (isPlanar ? " in 2D" : "")
    }
}
