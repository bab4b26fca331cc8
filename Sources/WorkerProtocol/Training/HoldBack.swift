/// How a classifier is judged on annotations that it was not trained on.
package enum HoldBack: Sendable, Hashable, Codable {
    /// About this share of the annotations, 0…1, is never trained on; once held back, always held back.
    case share(Double)
    /// As many times a part is left out and judged by a classifier of the others; the one that is written learns from all.
    case folds(Int)
}

/// What is held back together: neighbouring pixels are too much alike to be divided.
package enum HoldBackUnit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Whole images.
    case image
    /// Connected pixels of one class; single objects; single rows of a table.
    case scribble
}
