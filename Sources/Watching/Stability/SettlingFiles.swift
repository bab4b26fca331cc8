package import SystemPackage

/// Holds back what was touched until it has been left alone for a while. Pure, for a handful of files.
package struct SettlingFiles: Sendable {
    private let quiet: Duration
    private var touched: [FilePath: Duration] = [:]

    /// No files yet; each counts once nothing has happened to it until nothing has happened for `quiet`.
    package init(quiet: Duration) {
        self.quiet = quiet
    }

    /// When the next file is due.
    package var nextDeadline: Duration? {
        touched.values.min().map { $0 + quiet }
    }

    /// Notes that something happened to `file` at `time`.
    package mutating func touch(_ file: FilePath, at time: Duration) {
        touched[file] = max(touched[file] ?? time, time)
    }

    /// Takes out the files that have been left alone, those that were touched first in front.
    package mutating func removeSettled(at now: Duration) -> [FilePath] {
        let due = touched.filter { $0.value + quiet <= now }
        for file in due.keys { touched[file] = nil }
        return due.sorted { ($0.value, $0.key.string) < ($1.value, $1.key.string) }.map(\.key)
    }

    /// Forgets all files but `files`.
    package mutating func keep(_ files: Set<FilePath>) {
        touched = touched.filter { files.contains($0.key) }
    }
}
