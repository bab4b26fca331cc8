/// What somebody chose besides features and annotations, so that a training that goes on need not be told again.
package struct TrainingChoices: Sendable, Equatable, Codable {
    /// The most splits from a root to a leaf.
    package var depth: Int
    package var trees: Int
    /// The class that becomes objects, from 1; nil where there is none.
    package var positiveClass: Int?
    /// The class whose probability is told, from 1, or 0; nil where there is none.
    package var probabilityClass: Int?

    private enum CodingKeys: String, CodingKey {
        case depth, trees
        case positiveClass = "positive_class"
        case probabilityClass = "probability_class"
    }

    /// What was chosen.
    package init(depth: Int, trees: Int, positiveClass: Int? = nil, probabilityClass: Int? = nil) {
        (self.depth, self.trees) = (depth, trees)
        (self.positiveClass, self.probabilityClass) = (positiveClass, probabilityClass)
    }
}
