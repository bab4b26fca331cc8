import Files
import WorkerProtocol

/// SHA-256 of an image's file.
enum ImageDigest {
    /// The digest of an open file; `beat` is called after each megabyte.
    static func sha256(of image: Int32, name: String, beat: () -> Void) throws(Failure) -> String {
        do { return try FileDigest.sha256(fileDescriptor: image, progress: beat) } catch {
            throw .imageUnreadable(name: name, code: error)
        }
    }
}
