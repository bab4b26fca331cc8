import Concurrency
import Files
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
        /// What the project held and when that was saved, which is no part of the classifier's identity; nil where it was none.
        package var save: ProjectSave?
        /// Holds what was taken out of a project while no copy of that could be kept; the project itself cannot stand for it.
        var extract: Descriptor?
    }

    private let executor = QueueExecutor(label: "segmentd.classifiers")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: FilePath
    private let worker: any ImageSegmenting
    /// Behind a lock, so that whoever only asks need not wait until a file is read.
    private nonisolated let current = Mutex<[FilePath: Loaded]>([:])
    /// What projects held when they were last read to their ends, in force or not.
    private nonisolated let saves = Mutex<[FilePath: ProjectSave]>([:])

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
    /// - Throws: also a `Failure` of kind `project_half_saved` (`ProjectSave`), where what was read before stays.
    package func read(_ path: FilePath) async throws(Failure) -> Loaded? {
        let file = try await ClassifierFile(opening: path, by: worker)
        let present = classifier(at: path)
        let save = ProjectSave(file)
        try checkForEnd(of: save, in: file, at: path)
        if var loaded = present, loaded.reference.digest == file.digest {
            // Names and colours of classes, and what is said of a project, may change while the classifier stays the same;
            // later results have them.
            if file.isOfProject { (loaded.facts.classMarks, loaded.facts.remarks) = (file.classMarks, file.remarks) }
            loaded.save = save
            if loaded.copyTrouble != nil {
                (loaded.reference.keptCopy, loaded.copyTrouble) = keepCopy(of: file, at: path)
                loaded.extract = file.isOfProject && loaded.copyTrouble != nil ? file.file : nil
            }
            adopt(loaded)
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
            copyTrouble: trouble,
            save: save,
            extract: file.isOfProject && trouble != nil ? file.file : nil
        )
    }

    /// Notes what a project holds, where the save of it came to its end.
    private func checkForEnd(
        of save: ProjectSave?,
        in file: ClassifierFile,
        at path: FilePath
    ) throws(Failure) {
        let before = saves.withLock { $0[path] }
        if let save, save.isHalfSaved(since: before) || save.isHalfSaved(since: classifier(at: path)?.save) {
            throw .projectHalfSaved(file.name, savedAt: save.savedAt)
        }
        saves.withLock { $0[path] = save }
    }

    /// Where the samples of the classifier at `path` lie, if it was trained here: `nuclei.samples` beside `nuclei.cl`.
    private static func samples(of path: FilePath) -> FilePath? {
        guard let stem = path.stem else { return nil }
        return path.removingLastComponent().appending("\(stem).samples")
    }

    /// Keeps a copy; where that does not work, the file itself stands for it, or what was taken out of a project.
    private func keepCopy(of file: ClassifierFile, at path: FilePath) -> (FilePath, trouble: Failure?) {
        do throws(Failure) {
            return (try ClassifierCopy.keep(file, in: folder), nil)
        } catch {
            return (file.isOfProject ? FilePath("/proc/self/fd/\(file.file.number)") : path, error)
        }
    }

    /// Makes the kept copies anew from the classifiers' files; false where one holds something else by now.
    func keepAgain(_ loaded: [Loaded]) async -> Bool {
        for loaded in loaded where await !keepAgain(loaded) { return false }
        return true
    }

    private func keepAgain(_ loaded: Loaded) async -> Bool {
        do throws(Failure) {
            let file = try await ClassifierFile(opening: loaded.path, by: worker)
            guard file.digest == loaded.reference.digest else { return false }
            if loaded.copyTrouble != nil { return true }
            _ = try ClassifierCopy.keep(file, in: folder)
            return true
        } catch {
            return false
        }
    }

    /// Takes a classifier out of force that no recipe names any more.
    package nonisolated func forget(_ path: FilePath) {
        _ = current.withLock { $0.removeValue(forKey: path) }
        _ = saves.withLock { $0.removeValue(forKey: path) }
    }

    /// Puts a classifier into force; images that started keep the one they began with.
    package func adopt(_ loaded: Loaded) {
        current.withLock { $0[loaded.path] = loaded }
    }
}
