package import Imaging

/// Why something could not be done with one image, classifier or folder; the daemon goes on with the others.
package struct Failure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
    /// A stable word for machines, for example `truncated` or `channel_mismatch`.
    package var kind: String
    /// What failed, and where.
    package var message: String
    /// What a person can do about it.
    package var remedy: String
    /// Whether trying again without any change may succeed.
    package var isTransient: Bool
    /// Whether an image that its writer has not finished would fail in the same way.
    package var mayBeUnfinished: Bool
    /// What was known of the image by then.
    package var layout: ImageLayout?

    /// A failure of `kind`; permanent, and of an image that is finished, unless said otherwise.
    package init(
        kind: String,
        message: String,
        remedy: String,
        isTransient: Bool = false,
        mayBeUnfinished: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.isTransient = isTransient
        self.mayBeUnfinished = mayBeUnfinished
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try values.decode(String.self, forKey: .kind),
            message: try values.decode(String.self, forKey: .message),
            remedy: try values.decode(String.self, forKey: .remedy),
            isTransient: try values.decode(Bool.self, forKey: .isTransient),
            mayBeUnfinished: try values.decodeIfPresent(Bool.self, forKey: .mayBeUnfinished) ?? false
        )
        layout = try values.decodeIfPresent(ImageLayout.self, forKey: .layout)
    }

    /// The kept copy of a classifier that is not what was kept; neither the image nor the classifier is to blame.
    package static func keptCopy(of classifier: String, _ problem: String) -> Failure {
        Failure(
            kind: "kept_copy_damaged",
            message: "the kept copy of the classifier \(classifier) is of no use: \(problem)",
            remedy: "put the classifier's file back in its place, which makes a new copy; "
                + "let nobody but segmentd write to its state folder",
            isTransient: true
        )
    }

    /// Whether a new copy of the classifier file would help.
    package var concernsKeptCopy: Bool { kind == "kept_copy_damaged" }

    /// The kind of failure that another worker, with new kernels, may not meet.
    package static let deviceFailed = "device_failed"

    /// Something that only a fault in this program explains.
    package static func internalFault(_ message: String) -> Failure {
        Failure(
            kind: "internal",
            message: message,
            remedy: "please report this with the messages of the last minutes"
        )
    }

    /// A classifier file that does not hold the bytes that it held a moment ago.
    package static func classifierChanging(_ name: String) -> Failure {
        Failure(
            kind: "classifier_unreadable",
            message: "\(name) changed while it was read",
            remedy: "write the file under another name and rename it into place",
            isTransient: true
        )
    }

    /// The kind of the failure that a project is being saved while it is read.
    package static let projectChangingKind = "project_changing"

    /// A project that was saved while it was read.
    package static func projectChanging(_ name: String) -> Failure {
        Failure(
            kind: projectChangingKind,
            message: "\(name) was saved while it was read",
            remedy: "wait until the program that saves it pauses; the service reads it again by itself then",
            isTransient: true
        )
    }

    /// A project that holds something else than before, and says that it was saved when it held that.
    package static func projectHalfSaved(_ name: String, savedAt: String) -> Failure {
        Failure(
            kind: "project_half_saved",
            message: "\(name) was not saved to its end: it holds another classifier than before, or other names of its "
                + "classes, and says that it was saved at the same time (\(savedAt))",
            remedy: "save it in its program once more; if that is saving it now, it is read again by itself"
        )
    }

    package var description: String { "\(message) [\(kind)]; \(remedy)" }
}
