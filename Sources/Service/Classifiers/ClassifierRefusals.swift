import Synchronization
import SystemPackage

/// The classifier files that are not in force for now.
final class ClassifierRefusals: Sendable {
    private let paths = Mutex<Set<FilePath>>([])

    /// Those whose reason may pass without a change of the file.
    var transient: Set<FilePath> { paths.withLock { $0 } }

    /// Notes a refusal.
    func note(_ path: FilePath, isTransient: Bool) {
        paths.withLock { paths in
            if isTransient { paths.insert(path) } else { paths.remove(path) }
        }
    }

    /// The file is in force.
    func settle(_ path: FilePath) {
        paths.withLock { _ = $0.remove(path) }
    }
}
