/// The names that a feature token may carry.
package enum FeatureName {
    /// Operations that take one number, besides `original`; in alphabetical order.
    package static let supported: [String] = definitions.values.filter { $0.refusal == nil }.map(\.name).sorted()

    /// What every name means, also those that are refused.
    static let definitions: [String: FeatureDefinition] = Dictionary(
        uniqueKeysWithValues: FeatureFamily.all.flatMap(\.features).map { ($0.name, $0) }
    )

    /// The names as a sentence for messages.
    package static let supportedText: String = {
        // Those that end in the name of a shape, and are there for every shape.
        let endings = Window.Shape.allCases.map { "_\($0.rawValue)" }
        let kinds = supported.compactMap { name in
            endings.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
        }.filter { kind in endings.allSatisfy { supported.contains(kind + $0) } }
        let windows = Set(kinds)
        let others = supported.filter { name in
            !windows.contains { kind in endings.contains { kind + $0 == name } }
        }
        return "known are original, NAME=number with one of \(others.joined(separator: ", ")), the windows "
            + windows.sorted().map { "\($0)_box" }.joined(separator: ", ")
            + " and the same with _sphere, and A_of_B=number of any two but those that contain \"_of_\" themselves"
    }()
}
