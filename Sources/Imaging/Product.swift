/// What can be made of an image, and what an output or a step needs of it.
package enum Product: String, Sendable, Hashable, Codable, CaseIterable {
    /// The class of every pixel.
    case classMap
    /// The probability of every class, or of the one that a classifier maps.
    case probabilities
    /// What a classifier of pixels looks at.
    case features
    /// The foreground.
    case mask
    /// The foreground's objects.
    case labels
    /// The class of every object.
    case objectClasses
}
