/// Why a feature specification cannot be computed.
package enum FeatureSpecificationError: Error, Hashable, CustomStringConvertible {
    /// What follows the first `=` of a token is not a number.
    case number(token: String, text: String)
    /// The token names a feature that has no result with this number, or on such images; the reason ends with the remedy.
    case noResult(token: String, reason: String)
    /// APOC does not know `name`, or it is no image operation with one number.
    case unknown(token: String, name: String)
    /// Nothing in the specification names a feature.
    case empty(ignoredTokens: [String])
    /// Nothing is chosen in the matrix of features and scales.
    case nothingChosen

    /// What is wrong with which token, and what to do.
    package var description: String {
        switch self {
        case .number(let token, let text):
            "feature \"\(token)\": expected a number after \"=\", found \"\(text)\""
                + (text.contains(",") ? " — separate features by blanks; commas do not separate pixel features" : "")
        case .noResult(let token, let reason):
            "feature \"\(token)\": \(reason)"
        case .unknown(let token, let name):
            "feature \"\(token)\": \"\(name)\" is unknown — \(FeatureName.supportedText)"
        case .empty(let ignoredTokens):
            "the feature specification names no feature"
                + (ignoredTokens.isEmpty ? "" : " (ignored: \(ignoredTokens.joined(separator: ", ")))")
                + " — the line \"feature_specification = …\" must stand in the first 25 lines of the classifier file"
        case .nothingChosen:
            "no feature is chosen — choose features in ilastik's Feature Selection, train, and save the project"
        }
    }
}
