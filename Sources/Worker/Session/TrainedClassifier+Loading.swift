package import Classifiers
import Files
import TIFFFiles
package import WorkerProtocol

extension TrainedClassifier {
    /// Parses the classifier in an open file, which is said to have that digest.
    ///
    /// - Throws: an `Failure` of kind `classifier_refused` that says file, line and column, or what `otherwise`
    ///   makes of the digest of other bytes.
    package init(
        loading descriptor: Int32,
        digest: String,
        name: String,
        otherwise: (_ found: String) -> Failure
    ) throws(Failure) {
        let bytes = try ClassifierBytes.read(descriptor, name: name)
        let found = FileDigest.sha256(bytes)
        guard found == digest else { throw otherwise(found) }
        try self.init(bytes: bytes, name: name)
    }

    /// Parses the bytes of a classifier file called `name`.
    package init(bytes: [UInt8], name: String) throws(Failure) {
        do throws(ClassifierError) {
            try self.init(parsing: bytes, name: name, look: FileSignature.name(of:))
        } catch {
            throw Failure(classifier: error)
        }
    }
}
