/// A name that a feature token may carry, and how its number becomes steps of a plan.
struct FeatureDefinition: Sendable {
    /// Adds the steps that give the feature of the step `input`; the result is the last one's index.
    typealias Steps =
        @Sendable (
            _ plan: inout FeaturePlanBuilder, _ input: Int, _ parameter: FeatureParameter
        ) throws(FeatureSpecificationError) -> Int

    let name: String
    let steps: Steps
    /// Why the name has no result though APOC knows it; nil where it has one.
    let refusal: String?

    /// A name whose feature is what `steps` add.
    init(_ name: String, _ steps: @escaping Steps) {
        self.name = name
        self.steps = steps
        refusal = nil
    }

    /// A name whose feature is one operation; the number is ignored.
    init(_ name: String, _ operation: some FeatureOperator) {
        self.init(name) { plan, input, _ in plan.append(operation, input) }
    }

    /// A name that is refused, and why.
    init(_ name: String, refused reason: String) {
        self.name = name
        steps = { _, input, _ in input }
        refusal = reason
    }
}

/// The number of a token, which is a sigma, a radius or a constant, as the feature has it.
struct FeatureParameter: Sendable {
    let number: Double
    /// The token as in the file.
    let token: String

    /// Why the token has no result, with the reason and the remedy.
    func refused(_ reason: String) -> FeatureSpecificationError { .noResult(token: token, reason: reason) }
}
