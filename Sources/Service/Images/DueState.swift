package import Files
package import Results
package import Settings
package import SystemPackage

/// Whether an image is due for a recipe, by the summary that lies there.
package enum DueState: Sendable, Equatable {
    case upToDate
    /// Work is to be done; the words are for the log.
    case due(String)
    /// The SHA-256 of the image's content decides: ask again with it.
    case undecided

    /// What the decision depends on beside the summary.
    package struct Question: Sendable {
        package var image: FilePath.Component
        /// The image's file as it is now.
        package var file: FileState
        /// The file of the label image that others made as it is now; nil where the recipe takes none.
        package var labels: FileState?
        /// The other files of an image that is stored in several as they are now.
        package var others: OtherFiles
        package var policy: NewClassifierPolicy
        /// That of all classifier files of the recipe (`ClassifierDigests`).
        package var classifierDigest: String
        package var settingsDigest: String
        /// Whether a failure is tried again although nothing has changed.
        package var retriesFailures: Bool
        /// Whether an event said that the image changed.
        package var isSuspect: Bool
        /// Whether an image over which the worker or the daemon died too often is tried again.
        package var retriesLosses: Bool

        /// The question for an image and what would be done to it now.
        package init(
            image: FilePath.Component,
            file: FileState,
            labels: FileState? = nil,
            others: OtherFiles = OtherFiles(),
            policy: NewClassifierPolicy,
            classifierDigest: String,
            settingsDigest: String,
            retriesFailures: Bool = false,
            isSuspect: Bool = false,
            retriesLosses: Bool = false
        ) {
            self.image = image
            self.file = file
            self.labels = labels
            self.others = others
            self.policy = policy
            self.classifierDigest = classifierDigest
            self.settingsDigest = settingsDigest
            self.retriesFailures = retriesFailures
            self.isSuspect = isSuspect
            self.retriesLosses = retriesLosses
        }
    }

    /// Decides: a file of which nothing has changed holds the content that it held; otherwise the digest decides
    /// (decision 30 in Sources/README.md).
    ///
    /// - Parameter digest: the SHA-256 of the image as it is now, for a question that was undecided without it.
    package init(_ question: Question, summary content: SummaryFile.Content, digest: String? = nil) {
        switch content {
        case .absent: self = .due("there is no summary")
        case .foreign(let reason), .unreadable(let reason): self = .due("the summary \(reason)")
        case .found(let summary):
            guard summary.image.isNamed(question.image) else {
                self = .due("the summary is that of another image")
                return
            }
            let resemblance = summary.image.resemblance(to: question.file, isSuspect: question.isSuspect)
            if resemblance == .open && digest == nil {
                self = .undecided
                return
            }
            guard resemblance == .same || (resemblance == .open && summary.image.sha256 == digest) else {
                self = .due("the image has changed")
                return
            }
            switch question.others.difference(from: summary.image) {
            case .same: break
            case .open:
                self = .undecided
                return
            case .other(let words):
                self = .due(words)
                return
            }
            // A result that was made without a label image is one by another recipe: the policy decides.
            if let labels = question.labels, let told = summary.labels,
                told.resemblance(to: labels, isSuspect: false) != .same
            {
                self = .due("the label image has changed")
                return
            }
            self.init(
                question,
                sameContent: Result(
                    isDone: summary.status == .done,
                    isLoss: summary.error?.isLoss ?? false,
                    classifierDigest: summary.classifiersDigest,
                    settingsDigest: summary.settings.digest
                )
            )
        }
    }

    /// Whether a result is one of the image, and the label image, as they are now, so that what a recipe would make again
    /// can stay.
    ///
    /// - Parameter digest: the SHA-256 of the image as it is now, where it was asked for.
    package static func isOfSameContent(_ summary: Summary, _ question: Question, digest: String? = nil) -> Bool {
        guard summary.status == .done, summary.image.isNamed(question.image) else { return false }
        switch summary.image.resemblance(to: question.file, isSuspect: question.isSuspect) {
        case .same: break
        case .open: guard digest != nil, summary.image.sha256 == digest else { return false }
        case .different: return false
        }
        guard question.others.difference(from: summary.image) == .same else { return false }
        guard let labels = question.labels else { return true }
        return summary.labels?.resemblance(to: labels, isSuspect: question.isSuspect) == .same
    }

    /// What a summary says beside the content of its image.
    package struct Result: Sendable {
        package var isDone: Bool
        /// Whether workers, or the daemon, died over it.
        package var isLoss: Bool
        package var classifierDigest: String?
        package var settingsDigest: String?

        /// A result, or a failure where it is not done.
        package init(isDone: Bool, isLoss: Bool, classifierDigest: String?, settingsDigest: String?) {
            self.isDone = isDone
            self.isLoss = isLoss
            self.classifierDigest = classifierDigest
            self.settingsDigest = settingsDigest
        }
    }

    /// Decides for an image whose content is that of the result.
    package init(_ question: Question, sameContent result: Result) {
        // A failure is no result to be kept: whatever could change it makes the image due again.
        let redoes = question.policy == .redo || !result.isDone
        if redoes && result.classifierDigest != question.classifierDigest {
            self = .due("the classifier has changed")
        } else if redoes && result.settingsDigest != question.settingsDigest {
            self = .due("the recipe has changed")
        } else if !result.isDone && question.retriesFailures {
            self = .due("it failed before")
        } else if question.retriesLosses, result.isLoss {
            self = .due("it was given up, and is tried again")
        } else {
            self = .upToDate
        }
    }
}
