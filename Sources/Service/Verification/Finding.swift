import SystemPackage

/// Something that is not as it should be in a folder of results.
package struct Finding: Codable, Sendable, Equatable {
    /// What is the matter, in one word.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// The summary names an output that is not there.
        case missingOutput = "missing_output"
        /// An output of ours holds something else than its summary says.
        case alteredOutput = "altered_output"
        /// An output is cut so that our mark is gone.
        case tornOutput = "torn_output"
        /// Somebody else's file has the name of an output or a summary.
        case foreignFile = "foreign_file"
        /// An output of ours lies beside a summary that does not name it.
        case orphanedOutput = "orphaned_output"
        /// An output of ours has no summary.
        case noSummary = "no_summary"
        /// A summary of ours cannot be read.
        case tornSummary = "torn_summary"
        /// A summary under this name tells of another image.
        case otherImage = "summary_of_another_image"
        /// Two summaries claim one output.
        case duplicate = "duplicate"
        /// The classifier or the recipe of the configuration is another by now, and such results are to be done again.
        case outdated = "outdated"
        /// The raw image holds something else than what was segmented.
        case imageChanged = "image_changed"
        /// The raw image is not there.
        case imageGone = "image_gone"
        /// A hidden file that a killed process left.
        case strayTemporary = "stray_temporary"
        /// Something could not be read.
        case unreadable
    }

    package let kind: Kind
    /// The file, or folder, that is meant.
    package let path: PathText
    /// What is the matter, in a sentence.
    package let words: String
    /// What to do.
    package let remedy: String

    /// A finding of `kind` at `path`.
    init(_ kind: Kind, _ path: FilePath, _ words: String, remedy: String? = nil) {
        self.kind = kind
        self.path = PathText(path)
        self.words = words
        self.remedy = remedy ?? kind.remedy
    }
}

extension Finding.Kind {
    /// What usually helps.
    var remedy: String {
        switch self {
        case .missingOutput, .alteredOutput, .imageChanged, .outdated: "--repair has the image done again"
        case .tornSummary, .otherImage, .noSummary: "--repair has the image done again, where its recipe can be told"
        case .tornOutput, .foreignFile: "rename or remove that file; then --repair has the image done again"
        case .orphanedOutput, .duplicate, .strayTemporary: "--repair removes it"
        case .imageGone: "bring the image back, or remove its results"
        case .unreadable: "let this user read it, and look at the disk and the kernel log"
        }
    }
}
