package import Files
package import Results
package import SystemPackage
package import WorkerProtocol

/// What came of one (image, recipe).
package enum ImageOutcome: Sendable {
    /// Results and summary are in place.
    case done(Summary)
    /// The summary says why there are no results.
    case failed(Summary)
    /// The summary that is there already names this content; nil where it was known without reading it.
    case upToDate(Summary?)
    /// The recipe has no good classifier yet.
    case waitsForClassifier
    /// The label image that others make is not there yet; its arrival brings the image back.
    case waitsForLabels(FilePath)
    /// It is one of the files of an image that is called after the first of them, which is to be looked at.
    case partOfSet(FilePath)
    /// Not all files of the image are there; the next one that comes brings it back, at the latest some time.
    case waitsForSet(SetWait)
    /// The image changed while it was worked on; the change itself brings it back.
    case changed
    /// It is not finished, or not as it was when it was handed out: the watcher hands it out again.
    case unfinished(FileState, isIncomplete: Bool)
    /// The worker or the daemon died over it; it is tried again from then on, and other images go first.
    case later(ContinuousClock.Instant)
    /// Nothing could be committed now; the next scan tries again.
    case postponed(Failure)
}

extension ImageOutcome {
    /// Why nothing could be committed, where that may pass without any change to the image or the configuration.
    var trouble: Failure? {
        // A recipe that the classifier cannot serve waits for another classifier or recipe: both bring a scan.
        if case .postponed(let failure) = self, failure.kind != RecipePlan.impossibleKind { failure } else { nil }
    }

    /// Whether a summary is there.
    var isCommitted: Bool {
        switch self {
        case .done, .failed, .upToDate: true
        default: false
        }
    }

    /// Whether a summary has just been written.
    var isNewResult: Bool {
        switch self {
        case .done, .failed: true
        default: false
        }
    }
}
