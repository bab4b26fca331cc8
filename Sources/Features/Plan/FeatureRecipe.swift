/// What a name in a specification means: how its number becomes operations (spec/apoc.md, sections 2.1 and 4).
enum FeatureRecipe: Hashable {
    /// The image itself; the number is ignored.
    case copy
    case gaussianBlur
    /// The blur of 0.9 times sigma minus that of 1.1 times sigma.
    case differenceOfGaussian
    /// The image minus its blur.
    case subtractBackground
    /// The image divided by its blur.
    case divideByBackground
    /// One operation; the number is ignored.
    case operation(FeatureOperation)
    /// A function of the pixel and the number.
    case pointwise(PointwiseFunction)
    /// The number as the upper and as the lower bound.
    case clip
    case gammaCorrection
    case window(WindowStatistic, Window.Shape)
    /// The square root of the variance.
    case standardDeviation(Window.Shape)
    /// The maximum of the minimum.
    case opening(Window.Shape)
    /// The minimum of the maximum.
    case closing(Window.Shape)
    /// The image minus its opening.
    case topHat(Window.Shape)
    /// The closing minus the image.
    case bottomHat(Window.Shape)
    /// `localMaximum` or `localMinimum` of the mean in a box.
    case extremumOfMean(FeatureOperation)

    /// Every name, but for `original`, which takes no number.
    static let all: [String: FeatureRecipe] = {
        var all: [String: FeatureRecipe] = [
            "copy": .copy,
            "gaussian_blur": .gaussianBlur,
            "difference_of_gaussian": .differenceOfGaussian,
            "subtract_gaussian_background": .subtractBackground,
            "divide_by_gaussian_background": .divideByBackground,
            "laplace_box": .operation(.laplaceBox),
            "laplace_diamond": .operation(.laplaceDiamond),
            "sobel": .operation(.sobel),
            "gradient_x": .operation(.gradient(.x)),
            "gradient_y": .operation(.gradient(.y)),
            "gradient_z": .operation(.gradient(.z)),
            "small_hessian_eigenvalue": .operation(.smallHessianEigenvalue),
            "large_hessian_eigenvalue": .operation(.largeHessianEigenvalue),
            "clip": .clip,
            "gamma_correction": .gammaCorrection,
            "detect_maxima_box": .extremumOfMean(.localMaximum),
            "detect_minima_box": .extremumOfMean(.localMinimum),
            "invert": .operation(.pointwise(.multiplyScalar, -1)),
            "square": .operation(.pointwise(.power, 2)),
            "add_image_and_scalar": .pointwise(.addScalar),
            "multiply_image_and_scalar": .pointwise(.multiplyScalar),
            "subtract_image_from_scalar": .pointwise(.subtractFromScalar),
            "divide_scalar_by_image": .pointwise(.divideScalar),
            "maximum_image_and_scalar": .pointwise(.maximumScalar),
            "minimum_image_and_scalar": .pointwise(.minimumScalar),
            "greater_or_equal_constant": .pointwise(.greaterOrEqual),
            "smaller_constant": .pointwise(.smaller),
            "smaller_or_equal_constant": .pointwise(.smallerOrEqual),
            "not_equal_constant": .pointwise(.notEqual),
            "power": .pointwise(.power),
        ]
        for name in ["greater_constant", "threshold"] { all[name] = .pointwise(.greater) }
        for name in ["equal_constant", "label_to_mask"] { all[name] = .pointwise(.equal) }
        let functions: [(PointwiseFunction, [String])] = [
            (.absolute, ["absolute", "fabs"]), (.squareRoot, ["square_root", "sqrt"]),
            (.cubicRoot, ["cubic_root", "cbrt"]), (.exponential, ["exponential", "exp"]),
            (.logarithm, ["logarithm", "log"]), (.reciprocal, ["reciprocal"]), (.sign, ["sign"]),
        ]
        for (function, names) in functions {
            for name in names { all[name] = .operation(.pointwise(function, 0)) }
        }
        for shape in Window.Shape.allCases {
            for statistic in WindowStatistic.allCases {
                all["\(statistic.rawValue)_\(shape.rawValue)"] = .window(statistic, shape)
            }
            all["standard_deviation_\(shape.rawValue)"] = .standardDeviation(shape)
            all["opening_\(shape.rawValue)"] = .opening(shape)
            all["closing_\(shape.rawValue)"] = .closing(shape)
            all["top_hat_\(shape.rawValue)"] = .topHat(shape)
            all["bottom_hat_\(shape.rawValue)"] = .bottomHat(shape)
        }
        return all
    }()
}
