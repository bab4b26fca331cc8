package import Pipeline
package import Results

/// What came of one (image, recipe).
package enum ImageOutcome: Sendable {
    /// Results and summary are in place.
    case done(Summary)
    /// The summary says why there are no results.
    case failed(Summary)
    /// The summary that is there already names this content.
    case upToDate
    /// The recipe has no good classifier yet.
    case waitsForClassifier
    /// The image changed while it was worked on; the change itself brings it back.
    case changed
    /// Nothing could be committed now; the next scan tries again.
    case postponed(ImageFailure)
}
