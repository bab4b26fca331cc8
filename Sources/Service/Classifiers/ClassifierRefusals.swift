import Synchronization
import SystemPackage

/// The classifier files that are not in force for now, or not kept, and have to be looked at again.
final class ClassifierRefusals: Sendable {
    private struct Refusal {
        let reason: String?
        let isTransient: Bool
    }

    private let refusals = Mutex<[FilePath: Refusal]>([:])

    /// Those whose reason may pass without a change of the file.
    var transient: Set<FilePath> { refusals.withLock { Set($0.filter(\.value.isTransient).keys) } }

    /// Why the file as it is now is not in force; nil where it is.
    func reason(for path: FilePath) -> String? { refusals.withLock { $0[path].flatMap(\.reason) } }

    /// Notes a refusal, or without a reason that the file is in force and yet to be kept.
    func note(_ path: FilePath, reason: String?, isTransient: Bool) {
        refusals.withLock { $0[path] = Refusal(reason: reason, isTransient: isTransient) }
    }

    /// The file is in force.
    func settle(_ path: FilePath) {
        refusals.withLock { $0[path] = nil }
    }
}
