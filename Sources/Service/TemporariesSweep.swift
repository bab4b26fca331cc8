import Results
import Synchronization
import SystemPackage

/// Removes what a killed daemon left in a folder of results, the first time the folder is looked at.
final class TemporariesSweep: Sendable {
    private let swept = Mutex<Set<FilePath>>([])

    /// Sweeps `folder` unless that was done before; what cannot be removed stays.
    func once(_ folder: ResultFolder) {
        guard swept.withLock({ $0.insert(folder.path).inserted }) else { return }
        _ = try? folder.removeStaleTemporaries()
    }
}
