import Ledger
import Logging
import Pipeline
import Results
import Settings
import SystemPackage

/// Counts the attempts on each (image, recipe), in the ledger where there is one, so that a restart does not begin anew.
///
/// The ledger is an index: when it cannot be written, the log says so and the work goes on.
struct AttemptBook: Sendable {
    /// A worker that dies over an image is given the image so many times in all.
    static let most = 3

    let ledger: Ledger?
    let log: Logger

    /// Notes that an attempt begins; returns which it is, from 1.
    ///
    /// - Parameter before: attempts since this image was taken up, for when there is no ledger.
    func begin(_ draft: SummaryDraft, before: Int) async -> Int {
        let counted = await noting { ledger in
            try await ledger.beginAttempt(
                path: draft.task.image.path.bytes,
                recipe: draft.task.recipe.name ?? "",
                identity: LedgerIdentity(draft.task.image.state.identity),
                classifierDigest: draft.loaded.reference.digest,
                settingsDigest: draft.plan.settings.digest
            )
        }
        return counted ?? before + 1
    }

    /// Notes what a summary says.
    func end(_ draft: SummaryDraft, _ summary: Summary, attempts: Int) async {
        _ = await noting { ledger in
            try await ledger.record(
                LedgerEntry(
                    path: draft.task.image.path.bytes,
                    recipe: draft.task.recipe.name ?? "",
                    identity: LedgerIdentity(draft.task.image.state.identity),
                    digest: summary.image.sha256,
                    state: summary.status == .done ? .done : .failed,
                    attempts: attempts,
                    classifierDigest: summary.classifier.sha256,
                    settingsDigest: summary.settings.digest
                )
            )
        }
    }

    /// Forgets attempts that say nothing against the image: it changed, or the disk was full.
    func withdraw(_ draft: SummaryDraft) async {
        _ = await noting { ledger in
            try await ledger.forget(path: draft.task.image.path.bytes, recipe: draft.task.recipe.name ?? "")
        }
    }

    private func noting<Value>(_ body: (Ledger) async throws -> Value) async -> Value? {
        guard let ledger else { return nil }
        do { return try await body(ledger) } catch {
            log.warning("\(error)")
            return nil
        }
    }
}

extension LedgerIdentity {
    /// The identity as the ledger keeps it.
    init(_ identity: ImageIdentity) {
        self.init(
            size: identity.size,
            modificationSeconds: identity.modificationSeconds,
            modificationNanoseconds: Int64(identity.modificationNanoseconds)
        )
    }
}
