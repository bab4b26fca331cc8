package import Files

/// What became of an image under a recipe.
package enum LedgerState: String, Sendable, Hashable, CaseIterable {
    /// An attempt began; found at start, the daemon died over it.
    case running
    /// The worker was lost over it; the daemon lives and tries again.
    case waiting
    /// Its summary tells of success.
    case done
    /// Its summary tells of an error.
    case failed
    /// The worker or the daemon died over it too often: it is left alone for a while.
    case parked

    /// Whether attempts on the same content are counted on.
    var isUnfinished: Bool { self == .running || self == .waiting || self == .parked }
}

/// What the ledger remembers of one image under one recipe.
package struct LedgerEntry: Sendable, Hashable {
    /// The image's path as bytes: names need not be UTF-8.
    package var path: [UInt8]
    /// Name of the recipe; empty where the folder has one without a name.
    package var recipe: String
    /// What the image was when it was worked on.
    package var identity: FileIdentity
    /// SHA-256 of the image, where it was computed.
    package var digest: String?
    /// What became of it.
    package var state: LedgerState
    /// Attempts on this content that the daemon did not survive, and the one that runs.
    package var attempts: Int
    /// SHA-256 of the classifier used.
    package var classifierDigest: String?
    /// Digest of the settings used.
    package var settingsDigest: String?
    /// The files by which it is seen that the entry still holds; nil where the summary has to be read.
    package var evidence: Evidence?
    /// When the ledger last wrote this entry, seconds since 1970; for people to read, never compared.
    package internal(set) var updated: Int64 = 0

    /// An image and its summary, as they were when the summary settled the image.
    package struct Evidence: Sendable, Hashable {
        /// The image.
        package var image: FileMark
        /// Where the summary lies, as bytes.
        package var summaryPath: [UInt8]
        /// The summary.
        package var summary: FileMark
        /// The other files of an image that is stored in several.
        package var members: [Member]

        /// One of them.
        package struct Member: Sendable, Hashable {
            /// Where it lies, as bytes.
            package var path: [UInt8]
            package var mark: FileMark

            /// The file at a path.
            package init(path: [UInt8], mark: FileMark) { (self.path, self.mark) = (path, mark) }
        }

        /// What these files looked like.
        package init(image: FileState, summaryPath: [UInt8], summary: FileState, members: [Member] = []) {
            self.init(
                image: FileMark(of: image),
                summaryPath: summaryPath,
                summary: FileMark(of: summary),
                members: members
            )
        }

        init(image: FileMark, summaryPath: [UInt8], summary: FileMark, members: [Member]) {
            self.image = image
            self.summaryPath = summaryPath
            self.summary = summary
            self.members = members
        }
    }

    /// An entry; `updated` is set when it is recorded.
    package init(
        path: [UInt8],
        recipe: String,
        identity: FileIdentity,
        digest: String? = nil,
        state: LedgerState,
        attempts: Int,
        classifierDigest: String? = nil,
        settingsDigest: String? = nil,
        evidence: Evidence? = nil
    ) {
        self.path = path
        self.recipe = recipe
        self.identity = identity
        self.digest = digest
        self.state = state
        self.attempts = attempts
        self.classifierDigest = classifierDigest
        self.settingsDigest = settingsDigest
        self.evidence = evidence
    }
}
