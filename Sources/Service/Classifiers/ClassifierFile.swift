import Files
import Results
import SystemPackage
import WorkerClient
import WorkerProtocol

/// A classifier file, open; what is in it is the worker's business.
struct ClassifierFile: Sendable {
    /// The file name, for messages.
    let name: String
    let bytes: [UInt8]
    /// SHA-256 of the bytes, hexadecimal.
    let digest: String
    private let file: Descriptor

    /// Opens and reads a classifier file.
    init(opening path: FilePath) throws(Failure) {
        name = path.lastComponent?.string ?? path.string
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            self.file = Descriptor(owning: file.rawValue)
        } catch {
            throw Failure(
                kind: Failure.classifierUnreadableKind,
                message: "\(path.readable) cannot be read by \(UserNames.current) (\(error))",
                remedy: PathObstacle.find(.readFile, at: path)?.words
                    ?? "check the path and the permissions of the file",
                isTransient: true
            )
        }
        bytes = try ClassifierBytes.read(file.number, name: path.string)
        digest = FileDigest.sha256(bytes)
    }

    /// Has a worker look into the file.
    ///
    /// A worker that dies over it is given a second chance: it may have been killed for another reason.
    func facts(by worker: any ImageSegmenting) async throws(Failure) -> ClassifierFacts {
        do throws(WorkerError) {
            do throws(WorkerError) {
                return try await worker.describe(file.number, digest: digest, name: name)
            } catch {
                if case .refused = error { throw error }
                return try await worker.describe(file.number, digest: digest, name: name)
            }
        } catch {
            if case .refused(let failure) = error { throw failure }
            throw Failure(
                kind: "worker_unavailable",
                message: "\(name) could not be looked into: \(error)",
                remedy:
                    "if this stays, look at the messages around this time, and whether the file is APOC's own",
                isTransient: true
            )
        }
    }
}

extension Failure {
    /// The kind of the failure where a classifier file cannot be read, which says nothing about what is in it.
    static let classifierUnreadableKind = "classifier_unreadable"
}
