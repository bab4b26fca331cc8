import Concurrency
import Results
import Synchronization
package import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// The classifiers in force, by the path the configuration names, and a copy of every one that ever was in force.
package actor ClassifierStore {
    /// A classifier as one image sees it from start to end, whatever is swapped meanwhile.
    package struct Loaded: Sendable {
        package var path: FilePath
        package var reference: ClassifierReference
        /// Counts the swaps of this path since the program started, from 1.
        package var generation: Int
        /// What the worker told of it.
        package var facts: ClassifierFacts
    }

    private let executor = QueueExecutor(label: "segmentd.classifiers")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: FilePath
    private let worker: any ImageSegmenting
    private let current = Mutex<[FilePath: Loaded]>([:])

    /// A store that keeps copies in `folder`, named by digest, and has `worker` look into the files.
    package init(keepingCopiesIn folder: FilePath, worker: any ImageSegmenting) {
        self.folder = folder
        self.worker = worker
    }

    /// The classifier in force for `path`; nil while none was ever good.
    package func classifier(at path: FilePath) -> Loaded? { inForce(at: path) }

    /// The same for those who only look: a file on a share that hangs does not hold them up.
    nonisolated func inForce(at path: FilePath) -> Loaded? { current.withLock { $0[path] } }

    /// Reads the file at `path`, has it looked into and keeps a copy; what is in force does not change yet.
    ///
    /// - Returns: nil when the file holds what is in force already.
    package func read(_ path: FilePath) async throws(Failure) -> Loaded? {
        let file = try ClassifierFile(opening: path)
        if let loaded = inForce(at: path), loaded.reference.digest == file.digest { return nil }
        let facts = try await file.facts(by: worker)
        let copy = try ClassifierCopy.keep(file.bytes, digest: file.digest, in: folder)
        return Loaded(
            path: path,
            reference: ClassifierReference(digest: file.digest, name: file.name, keptCopy: copy),
            generation: (inForce(at: path)?.generation ?? 0) + 1,
            facts: facts
        )
    }

    /// Makes the kept copy anew from the classifier's file; false where that holds something else by now.
    func keepAgain(_ loaded: Loaded) -> Bool {
        do throws(Failure) {
            let file = try ClassifierFile(opening: loaded.path)
            guard file.digest == loaded.reference.digest else { return false }
            _ = try ClassifierCopy.keep(file.bytes, digest: file.digest, in: folder)
            return true
        } catch {
            return false
        }
    }

    /// Puts a classifier into force; images that started keep the one they began with.
    package func adopt(_ loaded: Loaded) {
        current.withLock { $0[loaded.path] = loaded }
    }
}
