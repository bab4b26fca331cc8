package import SystemPackage

/// What a file watch tells its consumer.
package enum FileWatchEvent: Sendable, Hashable {
    /// From now on no change of the present set of files is missed; read them after this.
    case armed
    /// The file was replaced, rewritten or created, and has been left alone since. Its content may still be the same.
    case changed(FilePath)
    /// The file is gone.
    case removed(FilePath)
}
