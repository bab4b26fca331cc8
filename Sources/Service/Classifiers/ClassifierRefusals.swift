import Synchronization
package import SystemPackage

/// The classifier files that are not in force for now, or not kept, and have to be looked at again.
///
/// Time is counted in turns of whoever asks for retries, half a minute each.
package final class ClassifierRefusals: Sendable {
    /// The most turns between two looks at the same file, ten minutes.
    private static let mostTurns = 20

    private struct Refusal {
        let reason: String?
        let isTransient: Bool
        /// Turns behind which it is looked at again.
        var turns: Int
        var left: Int
    }

    private struct State {
        var refusals: [FilePath: Refusal] = [:]
        var isRetryAsked = false
    }

    private let state = Mutex(State())

    /// Nothing is refused yet.
    package init() {}

    /// Whether it is time to look at some again; true once until `takeDue` is called, however long a look takes.
    package func askForRetry() -> Bool {
        state.withLock { state in
            guard !state.isRetryAsked, state.refusals.values.contains(where: \.isTransient) else { return false }
            state.isRetryAsked = true
            return true
        }
    }

    /// Those whose reason may pass without a change of the file, and which are due in this turn.
    package func takeDue() -> Set<FilePath> {
        state.withLock { state in
            var due: Set<FilePath> = []
            for (path, refusal) in state.refusals where refusal.isTransient {
                state.refusals[path]?.left = max(0, refusal.left - 1)
                if refusal.left <= 1 { due.insert(path) }
            }
            return due
        }
    }

    /// The looks that `takeDue` gave are done.
    package func retried() { state.withLock { $0.isRetryAsked = false } }

    /// Why the file as it is now is not in force; nil where it is.
    package func reason(for path: FilePath) -> String? { state.withLock { $0.refusals[path].flatMap(\.reason) } }

    /// Notes a refusal, or without a reason that the file is in force and yet to be kept.
    ///
    /// - Parameter isCostly: whether looking at it takes so much that the next look has to wait twice as long as this one did,
    ///   because everything else waits meanwhile.
    package func note(_ path: FilePath, reason: String?, isTransient: Bool, isCostly: Bool = false) {
        state.withLock { state in
            let before = state.refusals[path]?.turns ?? 0
            let turns = isCostly ? min(max(1, 2 * before), Self.mostTurns) : 1
            state.refusals[path] = Refusal(reason: reason, isTransient: isTransient, turns: turns, left: turns)
        }
    }

    /// The file changed: how often it was looked at before says nothing about it.
    package func hasChanged(_ path: FilePath) {
        state.withLock { $0.refusals[path]?.turns = 0 }
    }

    /// The file is in force.
    package func settle(_ path: FilePath) {
        state.withLock { $0.refusals[path] = nil }
    }
}
