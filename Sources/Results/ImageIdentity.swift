/// What tells whether a path still holds the content it held: size and modification time of the file.
///
/// Where two differ, the digest of the content decides (a copied or touched file is still the same image).
package struct ImageIdentity: Sendable, Hashable, Codable {
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

    /// The identity of an open file.
    package init(fileDescriptor: Int32, name: String, calls: FileCalls = FileCalls()) throws(ResultsError) {
        self = try FileState(fileDescriptor: fileDescriptor, name: name, calls: calls).identity
    }
}
