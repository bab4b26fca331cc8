/// Why a name is no feature of objects; the messages hold APOC's own words.
package enum ObjectFeatureError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A feature of objects that APOC does not know.
    case unknown(String)
    /// A feature of pairs of objects that APOC does not know.
    case unknownOfPairs(String)
    /// A blank too many between two names, or at an end.
    case emptyName
    /// The number of nearest neighbours is no integer.
    case count(String, feature: String)

    /// What is wrong, and how the file can be mended.
    package var description: String {
        switch self {
        case .unknown(let name) where name.contains(","):
            return """
                Feature \(name) is not known! APOC separates the features of objects by single blanks; put blanks in \
                place of the commas in the feature_specification
                """
        case .unknown(let name):
            return "Feature \(name) is not known! Train the classifier again with features that APOC 0.12 knows"
        case .unknownOfPairs(let name):
            return "Unknown feature: \(name). Train the classifier again with features of pairs that APOC 0.12 knows"
        case .emptyName:
            return """
                the feature_specification has a blank too many, where APOC says KeyError: ''; leave single blanks \
                between the names, and none at the ends
                """
        case .count(let text, let feature):
            return "\(feature): invalid literal for int() with base 10: '\(text)'; give a whole number of neighbours"
        }
    }
}
