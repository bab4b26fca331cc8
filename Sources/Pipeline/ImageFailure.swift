/// Why one image could not be segmented; the daemon goes on with the next one.
package struct ImageFailure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
    /// A stable word for machines, for example `truncated` or `channel_mismatch`.
    package var kind: String
    /// What failed, and where.
    package var message: String
    /// What a person can do about it.
    package var remedy: String
    /// Whether trying again without any change may succeed.
    package var isTransient: Bool

    /// A failure of `kind`; permanent unless said otherwise.
    package init(kind: String, message: String, remedy: String, isTransient: Bool = false) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.isTransient = isTransient
    }

    /// The kept copy of a classifier that is not what was kept; neither the image nor the classifier is to blame.
    static func keptCopy(of classifier: String, _ problem: String) -> ImageFailure {
        ImageFailure(
            kind: "kept_copy_damaged",
            message: "the kept copy of the classifier \(classifier) is of no use: \(problem)",
            remedy: "put the classifier's file back in its place, which makes a new copy; "
                + "let nobody but the service write to the state folder",
            isTransient: true
        )
    }

    /// Whether a new copy of the classifier file would help.
    package var concernsKeptCopy: Bool { kind == "kept_copy_damaged" }

    package var description: String { "\(message) [\(kind)]; \(remedy)" }
}
