import WorkerProtocol

extension BatchRun {
    /// What became of the images so far; each recipe of an image counts as one.
    package struct Tally: Sendable, Equatable {
        package var done = 0
        package var upToDate = 0
        /// Those that fail again unless something is changed.
        package var failed = 0
        /// Those that may succeed the next time: the disk is full, the share is gone, the image is still being written.
        package var postponed = 0
        /// Files that are parts of images, and so have no results of their own.
        package var parts = 0
        /// Images to which parts have led and that nobody had named, by recipe; they are settled, too, in time.
        package var added = 0

        /// A tally of nothing.
        package init() {}

        /// How many are settled, one way or another.
        package var settled: Int { done + upToDate + failed + postponed + parts }

        /// Adds one outcome.
        package mutating func count(_ outcome: ImageOutcome) {
            switch outcome {
            case .done: done += 1
            case .upToDate: upToDate += 1
            case .partOfSet: parts += 1
            default:
                switch outcome.prospect {
                case .none: break
                case .fails: failed += 1
                case .maySucceed: postponed += 1
                }
            }
        }
    }
}

extension ImageOutcome {
    /// Whether `run` should be called once more for an image without a result.
    package enum Prospect: Sendable {
        /// Something has to be changed first.
        case fails
        case maySucceed
    }

    /// What another run would bring; nil for an image with a result, and for one that this run has not settled.
    package var prospect: Prospect? {
        switch self {
        case .done, .upToDate, .later, .partOfSet: nil
        case .postponed(let failure) where failure.kind == Failure.interruptedKind: nil
        case .postponed(let failure): failure.isTransient ? .maySucceed : .fails
        case .changed, .unfinished, .waitsForSet: .maySucceed
        // Whoever makes the label images is not known to be at work.
        case .failed, .waitsForClassifier, .waitsForLabels: .fails
        }
    }
}
