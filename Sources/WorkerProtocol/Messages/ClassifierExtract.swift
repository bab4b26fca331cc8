package import Imaging

/// What of a project file decides pixels, taken out of it by a worker: the rest of the daemon, and every other worker, knows the
/// extract alone, and its digest is the classifier's identity.
package struct ClassifierExtract: Sendable, Codable, Equatable {
    /// SHA-256 of the extract, hexadecimal.
    package var sha256: String
    /// Bytes of it.
    package var bytes: Int
    /// The classes as the project calls and shows them, which no pixel depends on.
    package var classMarks: [ClassMark]
    /// What a person should know of the project, as sentences.
    package var remarks: [String]
    /// When the project was saved, as its program writes it at the very end of each save: words to be compared, and not a time to
    /// be reckoned with. Nil where the project does not say.
    package var savedAt: String?

    /// What a worker wrote.
    package init(
        sha256: String,
        bytes: Int,
        classMarks: [ClassMark],
        remarks: [String] = [],
        savedAt: String? = nil
    ) {
        (self.sha256, self.bytes, self.classMarks) = (sha256, bytes, classMarks)
        (self.remarks, self.savedAt) = (remarks, savedAt)
    }
}
