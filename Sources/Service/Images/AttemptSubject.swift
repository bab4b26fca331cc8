import Files
import Ledger
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Whose attempts are counted: an image under a recipe.
struct AttemptSubject: Hashable, Sendable {
    private let path: FilePath
    private let recipe: String

    /// The subject of a summary.
    init(_ planned: PlannedTask) {
        self.init(path: planned.task.image.path, recipe: planned.task.recipe.name)
    }

    /// An image under the recipe of that name.
    init(path: FilePath, recipe: String?) {
        self.path = path
        self.recipe = recipe ?? ""
    }
}

/// What attempts were made on, and with: with any other, they are counted anew.
struct AttemptContent: Hashable, Sendable {
    private let identity: FileIdentity
    private let classifierDigest: String?
    private let settingsDigest: String?

    /// What a summary would be about.
    init(_ planned: PlannedTask) {
        identity = planned.task.image.state.identity
        classifierDigest = planned.plan.classifiersDigest
        settingsDigest = planned.plan.recipe.digest
    }

    /// What the ledger noted.
    init(_ entry: LedgerEntry) {
        identity = entry.identity
        classifierDigest = entry.classifierDigest
        settingsDigest = entry.settingsDigest
    }
}
