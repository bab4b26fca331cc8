import Files
import Glibc
import SystemPackage

/// Caches among the temporary files, where the proper one cannot be used.
///
/// Each is locked by the process that made it, and holds a mark. One with the mark whose lock is free was left by a process
/// that was killed, and is removed by the next one.
extension KernelCache {
    private static let name = "segmentd-kernels"
    private static let mark: FilePath.Component = ".segmentd"

    /// A new folder for this process and its workers.
    package static func temporary() -> KernelCache {
        sweep()
        do {
            let folder = try FileCalls().makeTemporaryFolder(named: name)
            let hold = try FileCalls().openFolder(at: folder)
            // Before the mark: without it the folder is nobody's to remove.
            _ = try FileCalls().lock(hold)
            let mark = folder.appending(mark)
            try FileDescriptor.open(mark, .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
                .close()
            return KernelCache(folder: folder, hold: hold)
        } catch {
            return KernelCache(folder: "/nonexistent")
        }
    }

    /// Removes those that nobody uses any more: ours by their owner, their mark and their lock.
    package static func sweep() {
        let place = FilePath(FileCalls.temporaryFolder)
        let calls = FileCalls()
        guard let folder = try? calls.openFolder(at: place), let names = try? calls.list(folder) else { return }
        for found in names where found.string.hasPrefix("\(name)-") {
            var status = stat()
            guard let cache = try? calls.openFolder(found, in: folder),
                fstat(cache.number, &status) == 0, status.st_uid == geteuid(),
                (try? calls.state(of: mark, in: cache)) ?? nil != nil,
                (try? calls.lock(cache)) ?? false
            else { continue }
            // The mark goes last with everything else, so that what cannot be removed now is found again.
            calls.discardContents(of: place.appending(found))
            _ = calls.discard(place.appending(found))
        }
    }

    /// The same, once in this process.
    static let sweepAtStart: Void = sweep()
}
