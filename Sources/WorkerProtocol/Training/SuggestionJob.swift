/// The question what a forest makes of its features; the descriptor that comes with it is a file of samples.
package struct SuggestionJob: Sendable, Codable, Equatable {
    /// The name of the samples' file.
    package var samples: String
    package var depth = 2
    package var trees = 100
    /// How the accuracy is judged.
    package var holdBack: HoldBack = .folds(5)
    package var holdBackUnit: HoldBackUnit?
    /// By how much the mean F1 may be lower and yet count as equal.
    package var tolerance = 0.0
    package var threads: Int?
    /// SHA-256 of the classifier that somebody asks about, hexadecimal, where the samples may be those of another version.
    package var classifierSHA256: String?

    /// A question about the samples in the file of that name.
    package init(samples: String) { self.samples = samples }
}

/// What a forest makes of its features.
package struct SuggestionReport: Sendable, Codable, Equatable {
    /// One feature.
    package struct Feature: Sendable, Codable, Equatable {
        package var name: String
        package var importance: Double
        /// The share of the splits at each depth, from the root, that ask for it.
        package var splitShares: [Double]
        /// The feature that it goes with most.
        package var closest: String?
        /// How much, -1…1: Spearman's correlation, that of ranks.
        package var correlation: Double?
        /// How much the mean F1 falls without it, in all channels; negative where it rises.
        package var loss: Double?
        /// Whether it is among those that suffice.
        package var isSuggested = true

        /// A feature of that importance.
        package init(name: String, importance: Double, splitShares: [Double]) {
            (self.name, self.importance, self.splitShares) = (name, importance, splitShares)
        }
    }

    package var features: [Feature]
    /// The mean F1 with all features.
    package var scores: ValidationReport
    /// The features that suffice, as a specification; that of the samples where none can be left out.
    package var suggestion: String
    /// The mean F1 with these.
    package var suggestedScores: ValidationReport
    package var warnings: [String]

    /// A report of everything.
    package init(
        features: [Feature],
        scores: ValidationReport,
        suggestion: String,
        suggestedScores: ValidationReport,
        warnings: [String]
    ) {
        (self.features, self.scores, self.suggestion) = (features, scores, suggestion)
        (self.suggestedScores, self.warnings) = (suggestedScores, warnings)
    }
}
