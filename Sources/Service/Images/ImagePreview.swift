import Files
package import WorkerProtocol

/// What would be done for one (image, recipe) now; nothing is computed or written to find out.
package struct ImagePreview: Sendable, Equatable, Codable {
    /// What would happen, in one word.
    package enum State: String, Sendable, Codable {
        /// The result that is there stays.
        case done
        /// It would be segmented.
        case due
        /// Something else has to come first.
        case waits
        /// It cannot be done as things are.
        case impossible
    }

    package var state: State
    /// What would be done, and why, or why nothing is.
    package var words: String
    /// Outputs that would be made.
    package var made: [OutputKind] = []
    /// Outputs that would stay as they are.
    package var kept: [OutputKind] = []
    /// Outputs that would be removed, since the recipe does not write them any more.
    package var removed: [OutputKind] = []

    /// What would be done for an image that is due.
    init(_ words: RedoWords) {
        (state, self.words) = (.due, words.text)
        (made, kept, removed) = (words.made, words.kept, words.removed)
    }

    /// What came of an image that does not get as far as to be worked on.
    init(_ outcome: ImageOutcome) {
        switch outcome {
        case .upToDate: (state, words) = (.done, "done before")
        case .waitsForClassifier: (state, words) = (.waits, "its classifier is not usable")
        case .waitsForLabels(let path):
            (state, words) = (.waits, "its label image \(path.readable) is not there, or not finished")
        case .partOfSet(let first): (state, words) = (.done, "part of \(first.readable)")
        case .waitsForSet(let wait): (state, words) = (.waits, wait.words)
        case .postponed(let failure): (state, words) = (.impossible, "\(failure)")
        case .unfinished: (state, words) = (.waits, "a program has it open for writing")
        case .changed, .later: (state, words) = (.waits, "it changed while it was looked at")
        case .done, .failed: (state, words) = (.done, "done")
        }
    }
}
