/// What one recipe can write for an image, beside the summary, which is always written.
package enum OutputKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// uint8, 0 or 255: pixels of the positive class, or above the probability threshold.
    case mask
    /// uint16, uint32 above 65,535 objects: connected components of the mask in APOC's numbering.
    case labels
    /// uint8: the class of every pixel, from 1.
    case classes
    /// float32: the probability of every class (C axis), or of the mapped class alone for a ProbabilityMapper.
    case probabilities
    /// CSV: one row an object.
    case objects
}
