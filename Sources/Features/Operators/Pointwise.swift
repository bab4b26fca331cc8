import Imaging
import Kernels

extension FeatureFamily {
    /// Functions of one pixel alone (Features/README.md, Single pixels).
    static let pointwise = FeatureFamily(
        features: [
            FeatureDefinition("copy") { _, input, _ in input },
            FeatureDefinition("invert", Pointwise(.multiplyScalar, -1)),
            FeatureDefinition("square", Pointwise(.power, 2)),
            FeatureDefinition("clip") { plan, input, bound in
                // The number is the upper and the lower bound.
                let raised = plan.append(Pointwise(.maximumScalar, Float(bound.number)), input)
                return plan.append(Pointwise(.minimumScalar, Float(bound.number)), raised)
            },
        ] + functions + functionsOfNumbers,
        kernels: [Pointwise.kernel],
        deviations: [.series]
    )

    private static let functions: [FeatureDefinition] = [
        (PointwiseFunction.absolute, ["absolute", "fabs"]), (.squareRoot, ["square_root", "sqrt"]),
        (.cubicRoot, ["cubic_root", "cbrt"]), (.exponential, ["exponential", "exp"]),
        (.logarithm, ["logarithm", "log"]), (.reciprocal, ["reciprocal"]), (.sign, ["sign"]),
    ].flatMap { function, names in names.map { FeatureDefinition($0, Pointwise(function)) } }

    private static let functionsOfNumbers: [FeatureDefinition] = [
        (PointwiseFunction.addScalar, "add_image_and_scalar"), (.multiplyScalar, "multiply_image_and_scalar"),
        (.subtractFromScalar, "subtract_image_from_scalar"), (.divideScalar, "divide_scalar_by_image"),
        (.maximumScalar, "maximum_image_and_scalar"), (.minimumScalar, "minimum_image_and_scalar"),
        (.greater, "greater_constant"), (.greater, "threshold"), (.greaterOrEqual, "greater_or_equal_constant"),
        (.smaller, "smaller_constant"), (.smallerOrEqual, "smaller_or_equal_constant"),
        (.equal, "equal_constant"), (.equal, "label_to_mask"), (.notEqual, "not_equal_constant"), (.power, "power"),
    ].map { function, name in
        FeatureDefinition(name) { plan, input, parameter in
            plan.append(Pointwise(function, Float(parameter.number)), input)
        }
    }
}

extension FeatureDeviation {
    /// Of what `ElementaryFunctions` computes.
    static let series = FeatureDeviation(
        "powers, exponentials, logarithms and cubic roots are computed in double precision and rounded once; the functions "
            + "of APOC's device differ in the last bit"
    )
}

/// A function of each pixel, rounded as the reference does where it says how.
struct Pointwise: FeatureOperator {
    let function: PointwiseFunction
    /// The number that the function takes; 0 where it takes none.
    let number: Float

    fileprivate static let kernel = FeatureKernel(
        "pointwise",
        in: KernelFile("pointwise", PackageResources.pointwise_cl, in: .neighbours),
        stage: .arithmetic
    )

    /// `function` with `number`.
    init(_ function: PointwiseFunction, _ number: Float = 0) {
        (self.function, self.number) = (function, number)
    }

    var halo: Int { 0 }
    var makesSpecialValues: Bool { true }

    func deviation(onDimensions dimensions: Int) -> FeatureDeviation? { function.isTranscendental ? .series : nil }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        switch function {
        case .squareRoot: inputs[0].map { $0.squareRoot() }
        // Not the sign bit: -0 stays as it is.
        case .absolute: inputs[0].map { $0 < 0 ? -$0 : $0 }
        case .sign: inputs[0].map { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 == 0 ? 0 : $0 }
        case .reciprocal: inputs[0].map { Float(1 / Double($0)) }
        case .exponential: inputs[0].map(ElementaryFunctions.exponential)
        case .logarithm: inputs[0].map(ElementaryFunctions.logarithm)
        case .cubicRoot: inputs[0].map(ElementaryFunctions.cubicRoot)
        case .addScalar: inputs[0].map { $0 + number }
        case .multiplyScalar: inputs[0].map { $0 * number }
        case .subtractFromScalar: inputs[0].map { number - $0 }
        case .divideScalar: inputs[0].map { number / $0 }
        // The order gives the number for NaN, as measured.
        case .maximumScalar: inputs[0].map { $0 > number ? $0 : number }
        case .minimumScalar: inputs[0].map { $0 < number ? $0 : number }
        case .greater: inputs[0].map { $0 > number ? 1 : 0 }
        case .greaterOrEqual: inputs[0].map { $0 >= number ? 1 : 0 }
        case .smaller: inputs[0].map { $0 < number ? 1 : 0 }
        case .smallerOrEqual: inputs[0].map { $0 <= number ? 1 : 0 }
        case .equal: inputs[0].map { $0 == number ? 1 : 0 }
        case .notEqual: inputs[0].map { $0 != number ? 1 : 0 }
        case .power: inputs[0].map { ElementaryFunctions.power($0, number) }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        var pass = FeaturePass(Self.kernel, option: Int(function.rawValue))
        pass.number = number
        return [pass]
    }
}
