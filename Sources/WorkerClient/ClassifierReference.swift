package import SystemPackage
import WorkerProtocol

/// A classifier by the digest of its bytes, and where those bytes are kept.
package struct ClassifierReference: Sendable, Hashable {
    /// SHA-256 of the bytes, hexadecimal.
    package var digest: String
    /// The file name, for messages.
    package var name: String
    /// Where the bytes are kept; never changed after it was written.
    package var keptCopy: FilePath
    /// Where the samples lie that it was trained on, if they are there; nil where nobody looks for them.
    package var samples: FilePath?

    /// A reference to the kept bytes of `name`.
    package init(digest: String, name: String, keptCopy: FilePath, samples: FilePath? = nil) {
        self.digest = digest
        self.name = name
        self.keptCopy = keptCopy
        self.samples = samples
    }

    /// Opens the kept bytes for reading; the caller closes them.
    func openKeptCopy() throws(WorkerError) -> FileDescriptor {
        do { return try FileDescriptor.open(keptCopy, .readOnly, options: .closeOnExec) } catch {
            throw .refused(.keptCopy(of: name, "\(keptCopy) cannot be read: \(error)"))
        }
    }

    /// Opens the samples for reading, which the caller closes; nil where there are none.
    func openSamples() -> FileDescriptor? {
        samples.flatMap { try? FileDescriptor.open($0, .readOnly, options: [.closeOnExec, .nonBlocking]) }
    }
}
