package import Files
import Imaging
import Results
package import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// A classifier file, open; what is in it is the worker's business.
///
/// Of a project that holds a classifier among much else, the classifier is the extract that a worker makes (`ClassifierExtract`):
/// its bytes and its digest are what is kept, sent to workers and told in summaries. No byte of the project is read here but
/// those that tell what it is.
package struct ClassifierFile: Sendable {
    /// The file name, for messages.
    package let name: String
    /// The classifier's bytes.
    package let bytes: [UInt8]
    /// SHA-256 of the bytes, hexadecimal: the classifier's identity.
    package let digest: String
    /// Holds these bytes; a file in memory for what was taken out of a project.
    package let file: Descriptor
    /// Whether it was taken out of a project.
    package let isOfProject: Bool
    /// What the classes are called and shown as in the project.
    let classMarks: [ClassMark]
    /// What a person should know of the project, as sentences.
    let remarks: [String]
    /// When the project was saved, as it says itself.
    let savedAt: String?

    /// Opens and reads a classifier file, or has `worker` take it out of the project that the file is.
    ///
    /// - Throws: also a `Failure` that says why there is no classifier in a project, or of kind `project_changing`.
    package init(opening path: FilePath, by worker: any ImageSegmenting) async throws(Failure) {
        let name = path.lastComponent?.readable ?? path.readable
        let opened = try Self.open(path)
        guard ProjectFile.isProject(opened, name: name) else {
            try self.init(opened, path)
            return
        }
        let (file, extract) = try await Self.extract(opened, name: name, by: worker)
        try self.init(file, path, extract)
        guard digest == extract.sha256 else {
            throw .internalFault("the extract of \(name) is not what a worker wrote")
        }
    }

    /// Opens and reads the file of a classifier alone, such as a kept copy; a project is not looked into.
    init(kept path: FilePath) throws(Failure) { try self.init(Self.open(path), path) }

    /// The bytes of `file`: those at `path`, or what was taken out of the project there.
    private init(_ file: Descriptor, _ path: FilePath, _ extract: ClassifierExtract? = nil) throws(Failure) {
        name = path.lastComponent?.string ?? path.string
        bytes = try ClassifierBytes.read(file.number, name: path.string)
        digest = FileDigest.sha256(bytes)
        (self.file, isOfProject) = (file, extract != nil)
        (classMarks, remarks, savedAt) = (extract?.classMarks ?? [], extract?.remarks ?? [], extract?.savedAt)
    }

    private static func open(_ path: FilePath) throws(Failure) -> Descriptor {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return Descriptor(owning: file.rawValue)
        } catch {
            throw Failure(
                kind: Failure.classifierUnreadableKind,
                message: "\(path.readable) cannot be read by \(UserNames.current) (\(error))",
                remedy: PathObstacle.find(.readFile, at: path)?.words
                    ?? "check the path and the permissions of the file",
                isTransient: true
            )
        }
    }

    /// Has a worker look into the file.
    ///
    /// A worker that dies over it is given a second chance: it may have been killed for another reason.
    func facts(by worker: any ImageSegmenting) async throws(Failure) -> ClassifierFacts {
        defer { withExtendedLifetime(file) {} }
        do throws(WorkerError) {
            var facts: ClassifierFacts
            do throws(WorkerError) {
                facts = try await worker.describe(file.number, digest: digest, name: name)
            } catch {
                if case .refused = error { throw error }
                facts = try await worker.describe(file.number, digest: digest, name: name)
            }
            if isOfProject { (facts.classMarks, facts.remarks) = (classMarks, remarks) }
            return facts
        } catch {
            if case .refused(let failure) = error { throw failure }
            throw Failure(
                kind: Failure.workerUnavailableKind,
                message: "\(name) could not be looked into: \(error)",
                remedy:
                    "if this stays, look at the messages around this time, and whether the file is what its program wrote",
                isTransient: true
            )
        }
    }
}

extension Failure {
    /// The kind of the failure where a classifier file cannot be read, which says nothing about what is in it.
    static let classifierUnreadableKind = "classifier_unreadable"
    /// The kind of the failure where no worker came to an end with a classifier file.
    static let workerUnavailableKind = "worker_unavailable"
    /// The kind of the failure where the library that projects are read with is not installed.
    static let noLibraryKind = "no_hdf5_library"
}
