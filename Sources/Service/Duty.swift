package import Results
package import Settings
package import SystemPackage

/// Whether an image is due for a recipe, by the summary that lies there.
package enum Duty: Sendable, Equatable {
    case upToDate
    /// Work is to be done; the words are for the log.
    case due(String)

    /// What the decision depends on beside the summary.
    package struct Question: Sendable {
        package var image: FilePath.Component
        package var identity: ImageIdentity
        package var policy: NewClassifierPolicy
        package var classifierDigest: String
        package var settingsDigest: String
        /// Whether a failure is tried again although nothing has changed.
        package var retriesFailures: Bool

        /// The question for an image and what would be done to it now.
        package init(
            image: FilePath.Component,
            identity: ImageIdentity,
            policy: NewClassifierPolicy,
            classifierDigest: String,
            settingsDigest: String,
            retriesFailures: Bool = false
        ) {
            self.image = image
            self.identity = identity
            self.policy = policy
            self.classifierDigest = classifierDigest
            self.settingsDigest = settingsDigest
            self.retriesFailures = retriesFailures
        }
    }

    /// Decides (design decision 5): content is known by size and modification time, and where only the time differs, by digest.
    ///
    /// - Parameter contentDigest: the SHA-256 of the image as it is now; asked for only when it decides.
    package init(
        _ question: Question,
        summary content: SummaryFile.Content,
        contentDigest: () throws(ResultsError) -> String
    ) throws(ResultsError) {
        switch content {
        case .absent: self = .due("there is no summary")
        case .foreign(let reason), .unreadable(let reason): self = .due("the summary \(reason)")
        case .found(let summary):
            guard summary.image.isNamed(question.image) else {
                self = .due("the summary is that of another image")
                return
            }
            guard try summary.image.isContent(of: question.identity, sha256: contentDigest) else {
                self = .due("the image has changed")
                return
            }
            // A failure is no result to be kept: whatever could change it makes the image due again.
            let redoes = question.policy == .redo || summary.status == .failed
            if redoes && summary.classifier.sha256 != question.classifierDigest {
                self = .due("the classifier has changed")
            } else if redoes && summary.settings.digest != question.settingsDigest {
                self = .due("the recipe has changed")
            } else if summary.status == .failed && question.retriesFailures {
                self = .due("it failed before")
            } else {
                self = .upToDate
            }
        }
    }
}
