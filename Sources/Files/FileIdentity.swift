/// What tells whether a path still holds the content it held: size and modification time of the file.
///
/// Where two differ, the digest of the content decides (a copied or touched file still holds the same image).
package struct FileIdentity: Sendable, Hashable {
    /// Bytes.
    package var size: Int64
    /// Whole seconds since 1970 (UTC).
    package var modificationSeconds: Int64
    /// Nanoseconds beyond the whole second, 0…999,999,999.
    package var modificationNanoseconds: Int

    /// The identity of a file of `size` bytes, last written at the given time.
    package init(size: Int64, modificationSeconds: Int64, modificationNanoseconds: Int) {
        self.size = size
        self.modificationSeconds = modificationSeconds
        self.modificationNanoseconds = modificationNanoseconds
    }

    /// Whether the file was modified before `other`, by the times the file system shows.
    package func isOlder(than other: FileIdentity) -> Bool {
        (modificationSeconds, modificationNanoseconds) < (other.modificationSeconds, other.modificationNanoseconds)
    }
}
