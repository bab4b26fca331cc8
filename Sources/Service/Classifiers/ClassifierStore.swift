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
        /// Why no copy of it could be kept; it is read from its own file then, as long as that holds the same.
        package var copyTrouble: Failure?
    }

    private let executor = QueueExecutor(label: "segmentd.classifiers")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: FilePath
    private let worker: any ImageSegmenting
    /// Behind a lock, so that whoever only asks need not wait until a file is read.
    private nonisolated let current = Mutex<[FilePath: Loaded]>([:])

    /// A store that keeps copies in `folder`, named by digest, and has `worker` look into the files.
    package init(keepingCopiesIn folder: FilePath, worker: any ImageSegmenting) {
        self.folder = folder
        self.worker = worker
    }

    /// The classifier in force for `path`; nil while none was ever good.
    package nonisolated func classifier(at path: FilePath) -> Loaded? { current.withLock { $0[path] } }

    /// Reads the file at `path`, has it looked into and keeps a copy; what is in force does not change yet. Where no copy
    /// can be kept, on a full disk for example, the file itself stands for it: workers check its digest.
    ///
    /// - Returns: nil when the file holds what is in force already; a copy that could not be kept is tried again then.
    package func read(_ path: FilePath) async throws(Failure) -> Loaded? {
        let file = try ClassifierFile(opening: path)
        let present = classifier(at: path)
        if var loaded = present, loaded.reference.digest == file.digest {
            if loaded.copyTrouble != nil {
                (loaded.reference.keptCopy, loaded.copyTrouble) = keepCopy(of: file, at: path)
                adopt(loaded)
            }
            return nil
        }
        let facts = try await file.facts(by: worker)
        let (copy, trouble) = keepCopy(of: file, at: path)
        return Loaded(
            path: path,
            reference: ClassifierReference(
                digest: file.digest,
                name: file.name,
                keptCopy: copy,
                samples: Self.samples(of: path)
            ),
            generation: (present?.generation ?? 0) + 1,
            facts: facts,
            copyTrouble: trouble
        )
    }

    /// Where the samples of the classifier at `path` lie, if it was trained here: `nuclei.samples` beside `nuclei.cl`.
    private static func samples(of path: FilePath) -> FilePath? {
        guard let stem = path.stem else { return nil }
        return path.removingLastComponent().appending("\(stem).samples")
    }

    /// Keeps a copy; where that does not work, the file itself stands for it.
    private func keepCopy(of file: ClassifierFile, at path: FilePath) -> (FilePath, trouble: Failure?) {
        do throws(Failure) {
            return (try ClassifierCopy.keep(file.bytes, digest: file.digest, in: folder), nil)
        } catch {
            return (path, error)
        }
    }

    /// Makes the kept copies anew from the classifiers' files; false where one holds something else by now.
    func keepAgain(_ loaded: [Loaded]) -> Bool { loaded.allSatisfy(keepAgain) }

    private func keepAgain(_ loaded: Loaded) -> Bool {
        do throws(Failure) {
            let file = try ClassifierFile(opening: loaded.path)
            guard file.digest == loaded.reference.digest else { return false }
            if loaded.reference.keptCopy == loaded.path { return true }
            _ = try ClassifierCopy.keep(file.bytes, digest: file.digest, in: folder)
            return true
        } catch {
            return false
        }
    }

    /// Takes a classifier out of force that no recipe names any more.
    nonisolated func forget(_ path: FilePath) {
        _ = current.withLock { $0.removeValue(forKey: path) }
    }

    /// Puts a classifier into force; images that started keep the one they began with.
    package func adopt(_ loaded: Loaded) {
        current.withLock { $0[loaded.path] = loaded }
    }
}
