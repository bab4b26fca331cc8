package import Results
import Synchronization
package import SystemPackage
import WorkerProtocol

/// Removes hidden files from folders of results: what a killed process left, the first time a folder is looked at, and
/// what could not be removed because the folder was closed just then.
package final class TemporariesSweep: Sendable {
    /// Folders are listed whole, so one that stays closed is not tried with every image.
    private static let pause: Duration = .seconds(5)

    private let clean = Mutex<Set<FilePath>>([])
    private let closed = Mutex<[FilePath: ContinuousClock.Instant]>([:])

    /// A sweep that has seen no folder yet.
    package init() {}

    /// Sweeps `folder` if that is due.
    package func ifDue(_ folder: ResultFolder) {
        guard !clean.withLock({ $0.contains(folder.path) }) else { return }
        if let last = closed.withLock({ $0[folder.path] }), last + Self.pause > .now { return }
        do throws(Failure) {
            try folder.removeStaleTemporaries()
            clean.withLock { _ = $0.insert(folder.path) }
            closed.withLock { $0[folder.path] = nil }
        } catch {
            closed.withLock { $0[folder.path] = .now }
        }
    }

    /// Whether nothing of that is left to be done in a folder.
    func isDone(in folder: FilePath) -> Bool { clean.withLock { $0.contains(folder) } }

    /// Notes that a hidden file stayed in a folder.
    package func noteLeftover(in folder: FilePath) {
        clean.withLock { _ = $0.remove(folder) }
    }
}
