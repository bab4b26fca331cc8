/// What the kernel of a classifier file writes for each pixel.
package enum ForestOutput: Sendable, Hashable {
    /// The number of the class with the most votes, from 1.
    case classMap
    /// The share of the votes of one class, numbered from 1.
    case probability(ofClass: Int)
}
