/// The names a feature token may carry, and what this build knows of them.
package enum FeatureName {
    /// Operations that take one number, besides `original`.
    package static let supported = ["gaussian_blur", "difference_of_gaussian", "laplace_box", "sobel"]

    /// What else the reference computes pixel by pixel, and this build does not yet.
    package static let later =
        ["box", "sphere"].flatMap { shape in
            [
                "bottom_hat", "closing", "maximum", "mean", "median", "minimum", "mode", "opening",
                "standard_deviation", "top_hat", "variance",
            ].map { "\($0)_\(shape)" }
        } + [
            "absolute", "add_image_and_scalar", "cbrt", "clip", "copy", "cubic_root", "detect_maxima_box",
            "detect_minima_box", "divide_by_gaussian_background", "divide_scalar_by_image", "equal_constant", "exp",
            "exponential", "fabs", "gamma_correction", "gradient_x", "gradient_y", "gradient_z", "greater_constant",
            "greater_or_equal_constant", "invert", "laplace_diamond", "large_hessian_eigenvalue", "log", "logarithm",
            "maximum_image_and_scalar", "minimum_image_and_scalar", "multiply_image_and_scalar", "not_equal_constant",
            "power", "reciprocal", "sign", "small_hessian_eigenvalue", "smaller_constant",
            "smaller_or_equal_constant", "sqrt", "square", "square_root", "subtract_gaussian_background",
            "subtract_image_from_scalar",
        ]

    /// What this build knows, as a sentence for messages.
    package static let supportedText =
        "this build knows original, gaussian_blur=σ, difference_of_gaussian=σ, laplace_box=n, sobel=n, and "
        + "A_of_B=σ of any two of gaussian_blur, laplace_box and sobel (sobel_of_gaussian_blur=1)"

    /// The first sigma that is refused.
    static let sigmaLimit = Double(GaussianWeights.largestHalfWidth + 1) / 4
}
