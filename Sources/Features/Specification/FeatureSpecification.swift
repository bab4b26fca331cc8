/// What a `feature_specification` line asks for, in its order, with duplicates (Features/README.md, The specification).
package struct FeatureSpecification: Sendable, Hashable {
    /// The planes of the feature stack, for one channel.
    package var features: [Feature]
    /// Tokens without `=` that are not `original`; APOC skips them silently.
    package var ignoredTokens: [String]

    /// Splits `text` as APOC does: blanks and tabs separate, commas do not.
    ///
    /// - Throws: `FeatureSpecificationError.number` where no Python float follows the first `=`.
    package init(parsing text: String) throws(FeatureSpecificationError) {
        features = []
        ignoredTokens = []
        for part in text.unicodeScalars.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
            let token = String(part)
            if token.lowercased() == "original" {
                features.append(Feature(token: token, name: "original", number: nil))
                continue
            }
            // Empty parts count: the number of `sobel==1` is the empty text between the two signs.
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count > 1 else {
                ignoredTokens.append(token)
                continue
            }
            guard let number = PythonNumber.float(String(sides[1])) else {
                throw .number(token: token, text: String(sides[1]))
            }
            features.append(Feature(token: token, name: String(sides[0]), number: number))
        }
    }
}
