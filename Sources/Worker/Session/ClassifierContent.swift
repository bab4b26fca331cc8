package import Classifiers
import Files
import Glibc
package import WorkerProtocol

/// What of a classifier file a classifier is parsed from: the extract of an ilastik project, the bytes of any other file.
///
/// Its digest is the classifier's identity.
package struct ClassifierContent: Sendable {
    package let bytes: [UInt8]
    /// The project that `bytes` is the extract of; nil for any other file.
    package let project: IlastikProject?
    /// The file's name, for messages.
    package let name: String

    /// SHA-256 of the bytes, hexadecimal.
    package var sha256: String { FileDigest.sha256(bytes) }

    /// Reads the file behind a descriptor, whose position stays as it is.
    ///
    /// - Throws: where it cannot be read, or is a project that holds no classifier that is run.
    package init(reading descriptor: Int32, name: String) throws(Failure) {
        self.name = name
        guard Self.isProject(descriptor) else {
            (bytes, project) = (try ClassifierBytes.read(descriptor, name: name), nil)
            return
        }
        do throws(ProjectProblem) {
            let project = try IlastikProject(reading: descriptor)
            (bytes, self.project) = (try project.stages.extract(), project)
        } catch {
            throw Failure(classifier: .project(file: name, error))
        }
    }

    /// Whether the file behind a descriptor is a project, of which an extract is taken.
    static func isProject(_ descriptor: Int32) -> Bool {
        var start = [UInt8](repeating: 0, count: ClassifierFormat.startLength)
        let count = max(0, pread(descriptor, &start, start.count, 0))
        return ClassifierFormat.isProject(start.prefix(count))
    }

    /// The content of a file of these bytes.
    ///
    /// - Throws: where it is a project that holds no classifier that is run.
    package init(bytes: [UInt8], name: String) throws(Failure) {
        self.name = name
        guard ClassifierFormat.isProject(bytes.prefix(ClassifierFormat.startLength)) else {
            (self.bytes, project) = (bytes, nil)
            return
        }
        do throws(ProjectProblem) {
            let project = try IlastikProject(bytes: bytes)
            (self.bytes, self.project) = (try project.stages.extract(), project)
        } catch {
            throw Failure(classifier: .project(file: name, error))
        }
    }

    /// The classifier.
    ///
    /// - Throws: where it is of a kind that cannot be run.
    package func classifier() throws(Failure) -> TrainedClassifier {
        guard let project else { return try TrainedClassifier(bytes: bytes, name: name) }
        do throws(ClassifierError) {
            return .pixels(try Classifier(project))
        } catch { throw Failure(classifier: error) }
    }
}
