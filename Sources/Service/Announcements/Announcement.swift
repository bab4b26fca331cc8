import Files
package import SystemPackage

/// Something that happened in the daemon, as those are told who listen to `events`; in JSON, what is nil is left out.
package struct Announcement: Codable, Sendable, Equatable {
    /// What happened.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// The summary of an image is in place, and names its outputs.
        case imageDone = "image_done"
        /// The summary of an image says why there is no result.
        case imageFailed = "image_failed"
        /// Something is wrong, or is wrong in another way than before.
        case trouble
        /// What was wrong is well again.
        case recovered
        /// A classifier file came into force, or was refused.
        case classifier
        /// A configuration came into force, or was refused.
        case configuration
        /// A classifier is trained, was trained, or cannot be.
        case training
        /// The listener was too slow: so many announcements are missing here.
        case lost
        /// A sign of life.
        case beat
        /// The daemon was asked to stop.
        case stopping
    }

    /// What became of a file that was read again.
    package enum Change: String, Codable, Sendable {
        case inForce = "in_force"
        case refused
        /// A training has begun.
        case began
        /// It made a version that comes into force.
        case trained
        /// It made a version that waits to be promoted.
        case candidate
    }

    /// The times of an image, in milliseconds.
    package struct Milliseconds: Codable, Sendable, Equatable {
        /// From the last change of the image to the beginning of its work.
        package var waited: Double
        package var read: Double
        package var compute: Double
        package var write: Double
        /// From the last change of a live image to its summary in place; nil for one of the backlog.
        package var lag: Double?

        /// The given milliseconds.
        package init(waited: Double, read: Double, compute: Double, write: Double, lag: Double?) {
            (self.waited, self.read, self.compute, self.write, self.lag) = (waited, read, compute, write, lag)
        }
    }

    /// Why an image has no result.
    package struct Cause: Codable, Sendable, Equatable {
        /// A stable word for machines.
        package var kind: String
        package var message: String
        package var remedy: String

        /// A cause of the given kind.
        package init(kind: String, message: String, remedy: String) {
            (self.kind, self.message, self.remedy) = (kind, message, remedy)
        }
    }

    package let event: Kind
    /// Counts what the daemon told since its start, whoever hears it; nil where it is told to one listener alone.
    package var sequence: Int?
    /// When it happened: UTC, ISO 8601, with milliseconds.
    package var time: String?
    /// The watched folder that it concerns.
    package var folder: PathText?
    package var image: PathText?
    package var recipe: String?
    package var objects: Int?
    /// The files of the result by their kind.
    package var outputs: [String: PathText]?
    package var summary: PathText?
    /// The first twelve digits of the SHA-256 of the classifier's file.
    package var classifier: String?
    /// How many versions of the classifier's file were in force since the start, from 1.
    package var generation: Int?
    /// The kinds of the doubts about an image; empty where there are none.
    package var flags: [String]?
    package var milliseconds: Milliseconds?
    package var error: Cause?
    /// What is wrong or well again, or which file was read.
    package var subject: String?
    /// What is wrong with it.
    package var words: String?
    package var file: PathText?
    package var change: Change?
    /// Which version of a classifier was trained.
    package var version: Int?
    /// Why a file was refused.
    package var reason: String?
    package var count: Int?

    /// An announcement of a kind, without anything else.
    package init(_ event: Kind) {
        self.event = event
    }

    /// Something is wrong with `subject`, or well again where there are no words.
    static func trouble(_ words: String?, with subject: TroubleSubject) -> Self {
        var announcement = Self(words == nil ? .recovered : .trouble)
        announcement.subject = subject.text
        announcement.folder = subject.folder.map(PathText.init)
        announcement.words = words
        return announcement
    }

    /// A classifier file came into force.
    package static func classifierInForce(_ file: FilePath, digest: String, generation: Int) -> Self {
        var announcement = Self(.classifier)
        (announcement.file, announcement.change) = (PathText(file), .inForce)
        (announcement.classifier, announcement.generation) = (String(digest.prefix(12)), generation)
        return announcement
    }

    /// A classifier file was refused; what was in force before stays.
    package static func classifierRefused(_ file: FilePath, reason: String) -> Self {
        var announcement = Self(.classifier)
        (announcement.file, announcement.change, announcement.reason) = (PathText(file), .refused, reason)
        return announcement
    }

    /// What becomes of the training of a classifier's file.
    package static func training(
        _ file: FilePath,
        _ change: Change,
        version: Int? = nil,
        reason: String? = nil
    ) -> Self {
        var announcement = Self(.training)
        (announcement.file, announcement.change) = (PathText(file), change)
        (announcement.version, announcement.reason) = (version, reason)
        return announcement
    }

    /// A configuration came into force, or was refused for a reason.
    package static func configuration(_ change: Change, reason: String? = nil) -> Self {
        var announcement = Self(.configuration)
        (announcement.change, announcement.reason) = (change, reason)
        return announcement
    }

    /// So many announcements did not reach a listener.
    static func lost(_ count: Int) -> Self {
        var announcement = Self(.lost)
        announcement.count = count
        return announcement
    }
}
