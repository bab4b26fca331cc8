/// Why a feature specification cannot be computed.
package enum FeatureSpecificationError: Error, Hashable, CustomStringConvertible {
    /// What follows the first `=` of a token is not a number.
    case number(token: String, text: String)
    /// The token asks for more than the operation takes: sigma not finite, or the window too large.
    case sigma(token: String, sigma: Double)
    /// APOC computes `name`, this build does not yet.
    case notYetSupported(token: String, name: String)
    /// Neither APOC nor this build knows `name`.
    case unknown(token: String, name: String)
    /// Nothing in the specification names a feature.
    case empty(ignoredTokens: [String])

    /// What is wrong with which token, and what to do.
    package var description: String {
        switch self {
        case .number(let token, let text):
            "feature \"\(token)\": expected a number after \"=\", found \"\(text)\""
                + (text.contains(",") ? " — separate features by blanks; commas do not separate pixel features" : "")
        case .sigma(let token, let sigma):
            "feature \"\(token)\": a Gaussian of sigma \(sigma) cannot be computed — it must be a finite number below "
                + "\(FeatureName.sigmaLimit)"
        case .notYetSupported(let token, let name):
            "feature \"\(token)\": \"\(name)\" is not yet supported by this build — \(FeatureName.supportedText)"
        case .unknown(let token, let name):
            "feature \"\(token)\": \"\(name)\" is unknown — \(FeatureName.supportedText); "
                + "APOC also has, not yet supported here: \(FeatureName.later.joined(separator: ", "))"
        case .empty(let ignoredTokens):
            "the feature specification names no feature"
                + (ignoredTokens.isEmpty ? "" : " (ignored: \(ignoredTokens.joined(separator: ", ")))")
                + " — the line \"feature_specification = …\" must stand in the first 25 lines of the classifier file"
        }
    }
}
