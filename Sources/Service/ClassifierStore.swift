import Concurrency
package import Pipeline
import Results
package import Segmentation
package import SystemPackage

/// The classifiers in force, by the path the configuration names, and a copy of every one that ever was in force.
package actor ClassifierStore {
    /// A classifier as one image sees it from start to end, whatever is swapped meanwhile.
    package struct Loaded: Sendable {
        package var path: FilePath
        package var reference: ClassifierReference
        /// Counts the swaps of this path since the program started, from 1.
        package var generation: Int
        package var classifier: Classifier
    }

    private let executor = QueueExecutor(label: "segmentd.classifiers")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: FilePath
    private var current: [FilePath: Loaded] = [:]

    /// A store that keeps copies in `folder`, named by digest.
    package init(keepingCopiesIn folder: FilePath) {
        self.folder = folder
    }

    /// The classifier in force for `path`; nil while none was ever good.
    package func classifier(at path: FilePath) -> Loaded? { current[path] }

    /// Reads and parses the file at `path` and keeps a copy; what is in force does not change yet.
    ///
    /// - Returns: nil when the file holds what is in force already.
    package func read(_ path: FilePath) throws(ImageFailure) -> Loaded? {
        let bytes = try ClassifierCopy.read(path)
        let digest = FileDigest.sha256(bytes)
        if let loaded = current[path], loaded.reference.digest == digest { return nil }
        let name = path.lastComponent?.string ?? path.string
        let classifier = try Classifier(bytes: bytes, name: name)
        let copy = try ClassifierCopy.keep(bytes, digest: digest, in: folder)
        return Loaded(
            path: path,
            reference: ClassifierReference(digest: digest, name: name, keptCopy: copy),
            generation: (current[path]?.generation ?? 0) + 1,
            classifier: classifier
        )
    }

    /// Makes the kept copy anew from the classifier's file; false where that holds something else by now.
    func keepAgain(_ loaded: Loaded) -> Bool {
        do throws(ImageFailure) {
            let bytes = try ClassifierCopy.read(loaded.path)
            guard FileDigest.sha256(bytes) == loaded.reference.digest else { return false }
            _ = try ClassifierCopy.keep(bytes, digest: loaded.reference.digest, in: folder)
            return true
        } catch {
            return false
        }
    }

    /// Puts a classifier into force; images that started keep the one they began with.
    package func adopt(_ loaded: Loaded) {
        current[loaded.path] = loaded
    }
}
