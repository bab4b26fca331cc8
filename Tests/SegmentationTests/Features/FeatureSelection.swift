import Features

/// Those of many tokens that a device can compute, in one plan.
struct FeatureSelection {
    /// Every name but `gamma_correction`, which looks at whole images and is left to the host.
    static let names = FeatureName.supported.filter { $0 != "gamma_correction" }

    let plan: FeaturePlan
    /// Tokens that have no result.
    let refused: [String]

    /// A plan of those of `tokens` that have a result on images of `dimensions` axes.
    init(_ tokens: [String], dimensions: Int) throws {
        let refused = tokens.filter { (try? Self.plan($0, dimensions)) == nil }
        let accepted = tokens.filter { !refused.contains($0) }
        self.refused = refused
        plan = try Self.plan(accepted.joined(separator: " "), dimensions)
    }

    /// Every name with `number`; of special pixels (`PixelValues.haveSpecialValues`), those that are not left to the host.
    init(number: Double, dimensions: Int, of kind: PixelKind) throws {
        let tokens = Self.names.map { "\($0)=\(number)" }
        try self.init(
            kind.isOrdinary
                ? tokens : tokens.filter { (try? Self.plan($0, dimensions))?.needsOrdinaryPixels != true },
            dimensions: dimensions
        )
    }

    /// `outer` of every name, with numbers that take turns.
    init(of outer: String, dimensions: Int) throws {
        let numbers = [1, 2, 0.5, 3]
        let tokens = Self.parts(dimensions: dimensions).enumerated().map { index, inner in
            "\(outer)_of_\(inner)=\(numbers[index % numbers.count])"
        }
        try self.init(tokens, dimensions: dimensions)
    }

    private static func plan(_ text: String, _ dimensions: Int) throws -> FeaturePlan {
        try FeaturePlan(FeatureSpecification(parsing: text), dimensions: dimensions)
    }

    /// The names that `A_of_B` takes.
    static func parts(dimensions: Int) -> [String] {
        names.filter { !$0.contains("_of_") && (dimensions > 2 || $0 != "gradient_z") }
    }
}
