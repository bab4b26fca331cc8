import Files
import Synchronization
import SystemPackage

/// Which files beside annotations are results of ours, as they were found: each is opened once for that.
final class KnownMarks: Sendable {
    private let marks = Mutex<[FilePath: (state: FileState, isOurs: Bool)]>([:])

    /// Whether a file in this state is ours; `read` tells where that is not known, and nil where it cannot.
    func isOurs(_ path: FilePath, _ state: FileState, read: () -> Bool?) -> Bool {
        let known = marks.withLock { marks in marks[path].flatMap { $0.state == state ? $0.isOurs : nil } }
        if let known { return known }
        guard let isOurs = read() else { return false }
        marks.withLock { $0[path] = (state, isOurs) }
        return isOurs
    }

    /// Forgets files that are there no longer.
    func keep(_ paths: some Sequence<FilePath>) {
        let paths = Set(paths)
        marks.withLock { marks in
            if marks.count > paths.count { marks = marks.filter { paths.contains($0.key) } }
        }
    }
}
