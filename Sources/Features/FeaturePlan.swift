/// The steps that give the feature stack of one channel, each computed once (spec/apoc.md, section 2).
package struct FeaturePlan: Sendable, Hashable {
    /// The steps, inputs before their users, none twice.
    package private(set) var steps: [FeatureStep] = []
    /// The step of each feature, in the order of the specification; -1 is the image itself.
    package private(set) var outputs: [Int] = []
    /// The token of each feature, as in the file.
    package private(set) var names: [String] = []
    /// Rows and columns around a strip from which the strip's features follow exactly.
    package private(set) var halo = 0

    /// The plan of `specification`.
    ///
    /// - Throws: where it names no feature, or one that this build does not compute.
    package init(_ specification: FeatureSpecification) throws(FeatureSpecificationError) {
        guard !specification.features.isEmpty else { throw .empty(ignoredTokens: specification.ignoredTokens) }
        var indices: [FeatureStep: Int] = [:]
        for feature in specification.features {
            outputs.append(try step(of: feature, indices: &indices))
            names.append(feature.token)
        }
        let halos = outputs.isEmpty ? [] : self.halos
        halo = outputs.map { $0 < 0 ? 0 : halos[$0] }.max() ?? 0
    }

    /// What each step needs of the image around a strip: its own halo beyond the widest of its inputs.
    package var halos: [Int] {
        var halos: [Int] = []
        for step in steps {
            let inputs = step.inputs.map { $0 < 0 ? 0 : halos[$0] }
            halos.append(step.operation.halo + (inputs.max() ?? 0))
        }
        return halos
    }

    /// Whether some feature depends on every pixel of the image.
    package var needsWholeImage: Bool { steps.contains { $0.operation.needsWholeImage } }

    private mutating func step(
        of feature: Feature,
        indices: inout [FeatureStep: Int]
    ) throws(FeatureSpecificationError) -> Int {
        guard let number = feature.number else { return -1 }
        let chain = try Self.chain(of: feature)
        var index = -1
        for name in chain.reversed() {
            switch name {
            case "gaussian_blur":
                index = try blur(index, sigma: number, token: feature.token, indices: &indices)
            case "difference_of_gaussian":
                // The products are taken in double, before the kernels' float32.
                let narrow = try blur(index, sigma: number * 0.9, token: feature.token, indices: &indices)
                let wide = try blur(index, sigma: number * 1.1, token: feature.token, indices: &indices)
                index = append(FeatureStep(operation: .subtract, inputs: [narrow, wide]), indices: &indices)
            case "laplace_box":
                index = append(FeatureStep(operation: .laplaceBox, inputs: [index]), indices: &indices)
            case "sobel":
                index = append(FeatureStep(operation: .sobel, inputs: [index]), indices: &indices)
            default:
                throw .unknown(token: feature.token, name: name)
            }
        }
        return index
    }

    /// The operations of a feature, outermost first; both of `A_of_B` take the feature's number.
    ///
    /// A name of its own goes before the split at `_of_` (`difference_of_gaussian`), and what follows a second `_of_`
    /// is dropped, as APOC does.
    private static func chain(of feature: Feature) throws(FeatureSpecificationError) -> [String] {
        if FeatureName.supported.contains(feature.name) { return [feature.name] }
        if FeatureName.later.contains(feature.name) {
            throw .notYetSupported(token: feature.token, name: feature.name)
        }
        let parts = Array(parts(of: feature.name).prefix(2))
        guard parts.count == 2 else { throw .unknown(token: feature.token, name: feature.name) }
        // APOC reaches for the inner operation first; a part cannot itself contain `_of_`.
        for part in parts.reversed() where !FeatureName.supported.contains(part) {
            throw FeatureName.later.contains(part)
                ? .notYetSupported(token: feature.token, name: part) : .unknown(token: feature.token, name: part)
        }
        return parts
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

    /// The blur of `input`, which is `input` itself where sigma is 0 or less.
    private mutating func blur(
        _ input: Int,
        sigma: Double,
        token: String,
        indices: inout [FeatureStep: Int]
    ) throws(FeatureSpecificationError) -> Int {
        guard sigma.isFinite, sigma < FeatureName.sigmaLimit else { throw .sigma(token: token, sigma: sigma) }
        guard sigma > 0 else { return input }
        return append(FeatureStep(operation: .gaussianBlur(sigma: sigma), inputs: [input]), indices: &indices)
    }

    private mutating func append(_ step: FeatureStep, indices: inout [FeatureStep: Int]) -> Int {
        if let known = indices[step] { return known }
        steps.append(step)
        indices[step] = steps.count - 1
        return steps.count - 1
    }
}
