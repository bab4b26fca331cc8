package import Files
package import SystemPackage

/// An image that its writer has left alone.
package struct FinishedImage: Sendable, Equatable {
    /// Where it lies.
    package var path: FilePath
    /// Index of its root in the watcher's list.
    package var root: Int
    /// Whether it came while we watched.
    package var arrival: Arrival
    /// Time from the last change seen to now: the quiet time and what came on top.
    package var waited: Duration
    /// What the file looked like.
    package var state: FileState
    /// Whether only its writer says that it is whole, since it has closed the file, and no time without a change does.
    package var isEarly: Bool
}
