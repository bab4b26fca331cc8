package import Measurement

/// What the forest of a classifier of objects reads, in the order of its inputs.
package enum ObjectInputs: Sendable, Hashable {
    /// Features of each object.
    case objects([ObjectFeature])
    /// Features of each pair of objects.
    case pairs([PairFeature])
    /// Columns of a table that somebody else made, by name.
    case columns([String])

    /// How many there are.
    package var count: Int {
        switch self {
        case .objects(let features): features.count
        case .pairs(let features): features.count
        case .columns(let names): names.count
        }
    }

    /// Whether some of them depend on an intensity image.
    package var needIntensity: Bool {
        switch self {
        case .objects(let features): features.contains(where: \.needsIntensity)
        case .pairs(let features): features.contains(where: \.needsIntensity)
        case .columns: false
        }
    }
}
