package import Imaging

/// What a project held when it was read, by which one that is half saved later is told.
///
/// A program writes the time anew at the very end of each save. HDF5 writes what datasets hold at once, but keeps what says where
/// they lie until it is flushed: while a save goes on, and for good where it was broken off, old structures may lead to new trees or new
/// names among old ones, and nothing in the file is wrong. So a project that says the same time and holds something else is half
/// saved. Where nothing was read before, as at a start, there is nothing to compare with.
package struct ProjectSave: Sendable, Equatable {
    /// As the project says it; words to be compared.
    package var savedAt: String
    /// Of the classifier in it.
    package var digest: String
    /// What the project calls its classes, and how it shows them.
    package var classMarks: [ClassMark]

    /// What was read from a file; nil where that is no project, or does not say when it was saved.
    init?(_ file: ClassifierFile) {
        guard let savedAt = file.savedAt else { return nil }
        (self.savedAt, digest, classMarks) = (savedAt, file.digest, file.classMarks)
    }

    /// Whether this is of a save that did not come to its end since `earlier` was read.
    func isHalfSaved(since earlier: ProjectSave?) -> Bool {
        earlier.map { $0.savedAt == savedAt && $0 != self } ?? false
    }
}
