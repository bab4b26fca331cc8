import Files
import Synchronization
import SystemPackage
import WorkerProtocol

/// The empty files that a worker writes a new version into; whoever drops it before it was added drops the files with it.
package final class NewVersion: Sendable {
    /// Open for reading and writing: the classifier, then the samples, as a `TrainingJob` wants them. Valid until the version
    /// is added or dropped.
    package let descriptors: [Int32]
    private let folder: VersionsFolder
    /// The classifier, then the samples; emptied when they were moved or removed.
    private let temporaries: Mutex<[TemporaryFile]>

    init(in folder: VersionsFolder) throws(Failure) {
        let names = [VersionsFolder.classifier, VersionsFolder.samples]
        var files: [TemporaryFile] = []
        do throws(Failure) {
            for name in names {
                files.append(
                    try folder.attempt("create", name) { () throws(Errno) in
                        try TemporaryFile(
                            for: name,
                            in: folder.descriptor,
                            readers: folder.readers,
                            calls: folder.calls
                        )
                    }
                )
            }
        } catch {
            for file in files { try? folder.calls.remove(file.name, in: folder.descriptor) }
            throw error
        }
        self.folder = folder
        descriptors = files.map(\.file.number)
        temporaries = Mutex(files)
    }

    deinit {
        for file in release() { try? folder.calls.remove(file.name, in: folder.descriptor) }
    }

    /// The files, which whoever calls this has to deal with from now on; none the second time.
    func release() -> [TemporaryFile] {
        temporaries.withLock { files in
            defer { files = [] }
            return files
        }
    }
}
