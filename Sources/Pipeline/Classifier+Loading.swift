import Forests
import Glibc
import Results
package import Segmentation
import TIFFFiles

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
        if let failure = Self.isNone(bytes, name: name) { throw failure }
        do {
            try self.init(file: ClassifierFile(parsing: bytes, name: name))
        } catch {
            throw ImageFailure(classifier: error)
        }
    }

    /// What to say of a file that is no classifier at all, where line and column would only confuse; nil for what may be one.
    private static func isNone(_ bytes: [UInt8], name: String) -> ImageFailure? {
        let start = bytes.prefix(64).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if start.starts(with: "/*".utf8) { return nil }
        let look = FileSignature.name(of: Array(bytes.prefix(64)))
        if look == "a text", name.hasSuffix(".cl") { return nil }
        return ImageFailure(
            kind: "classifier_refused",
            message: bytes.isEmpty
                ? "\(name) is empty"
                : "\(name) does not begin as a classifier does" + (look.map { "; it looks like \($0)" } ?? ""),
            remedy: "give the .cl file that APOC wrote"
        )
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
