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
    /// When the ledger last wrote this entry, seconds since 1970; for people to read, never compared.
    package internal(set) var updated: Int64 = 0

    /// An entry; `updated` is set when it is recorded.
    package init(
        path: [UInt8],
        recipe: String,
        identity: FileIdentity,
        digest: String? = nil,
        state: LedgerState,
        attempts: Int,
        classifierDigest: String? = nil,
        settingsDigest: String? = nil
    ) {
        self.path = path
        self.recipe = recipe
        self.identity = identity
        self.digest = digest
        self.state = state
        self.attempts = attempts
        self.classifierDigest = classifierDigest
        self.settingsDigest = settingsDigest
    }
}
