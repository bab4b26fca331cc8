package import Imaging

/// A step of a recipe: it takes the result so far and gives the next.
///
/// To add one: a case here, with what it needs and gives, and a file in `Worker/Steps/` that does it.
package enum RecipeStep: Sendable, Hashable, Codable {
    /// Pixels to a class map and probabilities, by the classifier file of this SHA-256, and to a mask of the foreground.
    case classifyPixels(classifier: String, foreground: Foreground?)
    /// A mask to a label image: components that touch with their sides, in APOC's numbering.
    case connectComponents

    /// What must have been made before.
    package var needs: Set<Product> {
        switch self {
        case .classifyPixels: []
        case .connectComponents: [.mask]
        }
    }

    /// What it adds to the recipe's identity beside the classifier and the foreground, which are written there of old; nil
    /// for nothing.
    package var identity: String? {
        switch self {
        case .classifyPixels, .connectComponents: nil
        }
    }

    /// What it makes, or makes anew; what a classifier gives by itself is among its facts.
    package var gives: Set<Product> {
        switch self {
        case .classifyPixels(_, let foreground): foreground == nil ? [] : [.mask]
        case .connectComponents: [.labels]
        }
    }
}

/// Which pixels are foreground.
package enum Foreground: Sendable, Hashable, Codable {
    /// Those of a class, counted from 1.
    case positiveClass(Int)
    /// Those whose probability is at least this.
    case threshold(Float)
}
