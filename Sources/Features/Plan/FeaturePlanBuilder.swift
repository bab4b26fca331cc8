/// Turns features into steps, each distinct step once.
struct FeaturePlanBuilder {
    /// The steps so far, inputs before their users.
    private(set) var steps: [FeatureStep] = []
    private var indices: [FeatureStep: Int] = [:]

    /// The step that gives `feature`; -1 is the image itself.
    mutating func add(_ feature: Feature) throws(FeatureSpecificationError) -> Int {
        guard let number = feature.number else { return -1 }
        let parameter = FeatureParameter(number: number, token: feature.token)
        var index = -1
        for definition in try Self.chain(of: feature).reversed() {
            index = try definition.steps(&self, index, parameter)
        }
        return index
    }

    /// The step that applies `operation` to the results of the steps `inputs`.
    mutating func append(_ operation: some FeatureOperator, _ inputs: Int...) -> Int {
        append(operation, of: inputs)
    }

    /// The step that applies `operation` to the results of the steps `inputs`.
    mutating func append(_ operation: some FeatureOperator, of inputs: [Int]) -> Int {
        let step = FeatureStep(operation: operation, inputs: inputs)
        if let known = indices[step] { return known }
        steps.append(step)
        indices[step] = steps.count - 1
        return steps.count - 1
    }

    /// The definitions of a feature, outermost first; both of `A_of_B` take the feature's number.
    ///
    /// A name of its own goes before the split at `_of_` (`difference_of_gaussian`), and what follows a second `_of_`
    /// is dropped, as APOC does.
    private static func chain(of feature: Feature) throws(FeatureSpecificationError) -> [FeatureDefinition] {
        if let definition = try definition(feature.name, token: feature.token) { return [definition] }
        let parts = parts(of: feature.name)
        guard parts.count > 1 else { throw .unknown(token: feature.token, name: feature.name) }
        // APOC reaches for the inner operation first; a part cannot itself contain `_of_`.
        guard let inner = try definition(parts[1], token: feature.token) else {
            throw .unknown(token: feature.token, name: parts[1])
        }
        guard let outer = try definition(parts[0], token: feature.token) else {
            throw .unknown(token: feature.token, name: parts[0])
        }
        return [outer, inner]
    }

    private static func definition(
        _ name: String,
        token: String
    ) throws(FeatureSpecificationError) -> FeatureDefinition? {
        guard let definition = FeatureName.definitions[name] else { return nil }
        if let reason = definition.refusal {
            throw .noResult(token: token, reason: "\"\(name)\" cannot be computed — \(reason)")
        }
        return definition
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
}
