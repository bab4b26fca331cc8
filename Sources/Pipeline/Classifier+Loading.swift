import Forests
import Glibc
import Results
package import Segmentation

extension Classifier {
    /// A classifier file larger than this is not one: 100 trees of depth 10 are below 1 MB.
    package static let largestFile = 256 << 20

    /// Parses the classifier in an open file, which is the kept copy of the one with that digest.
    ///
    /// - Throws: an `ImageFailure` of kind `classifier_refused` that says file, line and column, or one about the copy
    ///   when it holds other bytes than were kept.
    package init(loading descriptor: Int32, digest: String, name: String) throws(ImageFailure) {
        let bytes = try Self.bytes(of: descriptor, name: name)
        let found = FileDigest.sha256(bytes)
        guard found == digest else {
            throw .keptCopy(of: name, "it was exchanged: its SHA-256 is \(found), not \(digest)")
        }
        try self.init(bytes: bytes, name: name)
    }

    /// Parses the bytes of a classifier file called `name`.
    package init(bytes: [UInt8], name: String) throws(ImageFailure) {
        do {
            try self.init(file: ClassifierFile(parsing: bytes, name: name))
        } catch {
            throw ImageFailure(classifier: error)
        }
    }

    /// The bytes of an open classifier file, bounded by `largestFile`.
    package static func bytes(of descriptor: Int32, name: String) throws(ImageFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while bytes.count <= largestFile {
            let count = pread(descriptor, &block, block.count, off_t(bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw ImageFailure(
                    kind: "classifier_unreadable",
                    message: "\(name) cannot be read: \(String(cString: strerror(errno)))",
                    remedy: "check the file and the disk it lies on",
                    isTransient: true
                )
            }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
        throw ImageFailure(
            kind: "classifier_refused",
            message: "\(name) is larger than \(largestFile >> 20) MB",
            remedy: "check that it is an APOC classifier file"
        )
    }
}
