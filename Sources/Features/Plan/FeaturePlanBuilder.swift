/// Turns features into steps, each distinct step once.
struct FeaturePlanBuilder {
    /// The steps so far, inputs before their users.
    private(set) var steps: [FeatureStep] = []
    private var indices: [FeatureStep: Int] = [:]

    /// The step that gives `feature`; -1 is the image itself.
    mutating func add(_ feature: Feature) throws(FeatureSpecificationError) -> Int {
        guard let number = feature.number else { return -1 }
        var index = -1
        for recipe in try Self.chain(of: feature).reversed() {
            index = try add(recipe, to: index, number: number, token: feature.token)
        }
        return index
    }

    /// The operations of a feature, outermost first; both of `A_of_B` take the feature's number.
    ///
    /// A name of its own goes before the split at `_of_` (`difference_of_gaussian`), and what follows a second `_of_`
    /// is dropped, as APOC does.
    private static func chain(of feature: Feature) throws(FeatureSpecificationError) -> [FeatureRecipe] {
        if let recipe = try recipe(feature.name, token: feature.token) { return [recipe] }
        let parts = parts(of: feature.name)
        guard parts.count > 1 else { throw .unknown(token: feature.token, name: feature.name) }
        // APOC reaches for the inner operation first; a part cannot itself contain `_of_`.
        guard let inner = try recipe(parts[1], token: feature.token) else {
            throw .unknown(token: feature.token, name: parts[1])
        }
        guard let outer = try recipe(parts[0], token: feature.token) else {
            throw .unknown(token: feature.token, name: parts[0])
        }
        return [outer, inner]
    }

    private static func recipe(_ name: String, token: String) throws(FeatureSpecificationError) -> FeatureRecipe? {
        if let reason = FeatureName.refused[name] { throw .refused(token: token, name: name, reason: reason) }
        return FeatureRecipe.all[name]
    }

    /// `name` split at every `_of_`, left to right.
    private static func parts(of name: String) -> [String] {
        let separator = Array("_of_".utf8)
        let bytes = Array(name.utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        while index + separator.count <= bytes.count {
            if bytes[index..<index + separator.count].elementsEqual(separator) {
                parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    /// The step that gives `recipe` of `input`.
    private mutating func add(
        _ recipe: FeatureRecipe,
        to input: Int,
        number: Double,
        token: String
    ) throws(FeatureSpecificationError) -> Int {
        switch recipe {
        case .copy:
            return input
        case .gaussianBlur:
            return try blur(input, sigma: number, token: token)
        case .differenceOfGaussian:
            // The products are taken in double, before the kernels' float32.
            let narrow = try blur(input, sigma: number * 0.9, token: token)
            let wide = try blur(input, sigma: number * 1.1, token: token)
            return append(.subtract, narrow, wide)
        case .subtractBackground:
            return append(.subtract, input, try blur(input, sigma: number, token: token))
        case .divideByBackground:
            return append(.divide, input, try blur(input, sigma: number, token: token))
        case .operation(let operation):
            return append(operation, input)
        case .pointwise(let function):
            return append(.pointwise(function, Float(number)), input)
        case .clip:
            let raised = append(.pointwise(.maximumScalar, Float(number)), input)
            return append(.pointwise(.minimumScalar, Float(number)), raised)
        case .gammaCorrection:
            return append(.gammaCorrection(Float(number)), input)
        case .window(let statistic, let shape):
            return try window(statistic, shape, of: input, radius: number, token: token)
        case .standardDeviation(let shape):
            let variance = try window(.variance, shape, of: input, radius: number, token: token)
            return append(.pointwise(.squareRoot, 0), variance)
        case .opening(let shape):
            return try opening(shape, of: input, radius: number, token: token)
        case .closing(let shape):
            return try closing(shape, of: input, radius: number, token: token)
        case .topHat(let shape):
            return append(.subtract, input, try opening(shape, of: input, radius: number, token: token))
        case .bottomHat(let shape):
            return append(.subtract, try closing(shape, of: input, radius: number, token: token), input)
        case .extremumOfMean(let operation):
            return append(operation, try window(.mean, .box, of: input, radius: number, token: token))
        }
    }

    private mutating func opening(
        _ shape: Window.Shape,
        of input: Int,
        radius: Double,
        token: String
    ) throws(FeatureSpecificationError) -> Int {
        let lowered = try window(.minimum, shape, of: input, radius: radius, token: token)
        return try window(.maximum, shape, of: lowered, radius: radius, token: token)
    }

    private mutating func closing(
        _ shape: Window.Shape,
        of input: Int,
        radius: Double,
        token: String
    ) throws(FeatureSpecificationError) -> Int {
        let raised = try window(.maximum, shape, of: input, radius: radius, token: token)
        return try window(.minimum, shape, of: raised, radius: radius, token: token)
    }

    /// The blur of `input`, which is `input` itself where sigma is 0 or less.
    private mutating func blur(
        _ input: Int,
        sigma: Double,
        token: String
    ) throws(FeatureSpecificationError) -> Int {
        guard sigma.isFinite, sigma < FeatureName.sigmaLimit else { throw .sigma(token: token, sigma: sigma) }
        guard sigma > 0 else { return input }
        return append(.gaussianBlur(sigma: sigma), input)
    }

    /// The statistic of windows of `radius` pixels; `input` itself where the reference copies it.
    private mutating func window(
        _ statistic: WindowStatistic,
        _ shape: Window.Shape,
        of input: Int,
        radius: Double,
        token: String
    ) throws(FeatureSpecificationError) -> Int {
        let isSeparable = shape == .box && statistic.isSeparable
        guard radius.isFinite, abs(radius) < 1e9 else {
            let limit = FeatureOperation.largestHalfWidth(dimensions: 2)
            throw .radius(token: token, largest: isSeparable ? FeatureOperation.largestSeparableHalfWidth : limit)
        }
        let halfWidth = Window.halfWidth(radius: radius)
        switch statistic {
        case .minimum, .maximum:
            // A sphere's extremum begins with the pixel itself, so that an empty sphere copies too.
            guard halfWidth > 0 else { return input }
        case .mean where shape == .box:
            // A pass over one pixel is not a copy: it turns -0 into 0.
            guard radius > 0 else { return input }
        case .median:
            guard halfWidth != 0 else { return input }
        default:
            break
        }
        guard halfWidth >= 0 else { throw .emptyWindow(token: token, radius: radius) }
        return append(.window(statistic, Window(shape, halfWidth: halfWidth)), input)
    }

    private mutating func append(_ operation: FeatureOperation, _ inputs: Int...) -> Int {
        let step = FeatureStep(operation: operation, inputs: inputs)
        if let known = indices[step] { return known }
        steps.append(step)
        indices[step] = steps.count - 1
        return steps.count - 1
    }
}
