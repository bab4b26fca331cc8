/// What can be made of an image.
package enum Product: String, Sendable, Hashable, Codable, CaseIterable {
    /// The class of every pixel.
    case classMap
    /// The probability of every class, or of a ProbabilityMapper's one.
    case probabilities
    /// The foreground.
    case mask
    /// The foreground's connected components.
    case labels
}
