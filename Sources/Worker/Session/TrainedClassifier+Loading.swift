package import Classifiers
import TIFFFiles
package import WorkerProtocol

extension TrainedClassifier {
    /// Parses the classifier in an open file, whose identity is said to be that digest.
    ///
    /// - Throws: an `Failure` of kind `classifier_refused` that says file, line and column, or what `otherwise`
    ///   makes of the digest of other bytes.
    package init(
        loading descriptor: Int32,
        digest: String,
        name: String,
        otherwise: (_ found: String) -> Failure
    ) throws(Failure) {
        let content = try ClassifierContent(reading: descriptor, name: name)
        let found = content.sha256
        guard found == digest else { throw otherwise(found) }
        self = try content.classifier()
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
