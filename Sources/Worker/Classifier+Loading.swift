import Forests
import Files
package import Segmentation
import TIFFFiles
package import WorkerProtocol

extension Classifier {
    /// Parses the classifier in an open file, which is said to have that digest.
    ///
    /// - Throws: an `ImageFailure` of kind `classifier_refused` that says file, line and column, or what `otherwise`
    ///   makes of the digest of other bytes.
    package init(
        loading descriptor: Int32,
        digest: String,
        name: String,
        otherwise: (_ found: String) -> ImageFailure
    ) throws(ImageFailure) {
        let bytes = try ClassifierBytes.read(descriptor, name: name)
        let found = FileDigest.sha256(bytes)
        guard found == digest else { throw otherwise(found) }
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
}
