import Concurrency
import Files
import Glibc
import SystemPackage
import WorkerProtocol

/// The file from which a monitoring system takes our figures: replaced whole, so that none is read half.
///
/// On a queue of its own: its disk may hang.
actor MetricsFile {
    private let executor = QueueExecutor(label: "segmentd.metrics")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let path: FilePath

    /// The file at `path`.
    init(_ path: FilePath) {
        self.path = path
    }

    /// Replaces the file by `text`; everybody may read it.
    ///
    /// The temporary file has one name, so that a daemon that is killed leaves one at most; no collector reads it.
    func write(_ text: String) throws(Failure) {
        let temporary = FilePath(bytes: path.bytes + Array(".part".utf8))
        do {
            _ = FileCalls().discard(temporary)
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let number = temporary.withPlatformString { Glibc.open($0, flags, 0o644) }
            guard number >= 0 else { throw Errno(rawValue: errno) }
            let file = Descriptor(owning: number)
            // Whatever the umask.
            _ = fchmod(number, 0o644)
            try FileCalls().write(Array(text.utf8), to: file)
            try FileCalls().rename(temporary, to: path)
        } catch let error as Errno {
            _ = FileCalls().discard(temporary)
            throw failure(error)
        } catch {
            throw .internalFault("\(error)")
        }
    }

    private func failure(_ code: Errno) -> Failure {
        let folder = path.removingLastComponent().readable
        let remedy =
            switch code {
            case .noSuchFileOrDirectory: "make the folder \(folder), or set `file` of [metrics] to another"
            case .readOnlyFileSystem: "name the folder in ReadWritePaths= of the unit (segmentd unit-dropin does)"
            case .permissionDenied, .notPermitted:
                "let the service's group write there (chgrp segmentd \(folder); chmod g+w \(folder))"
            case .noSpace: "free some space"
            default: "look at the disk of \(folder), or set `file` of [metrics] to another"
            }
        return Failure(
            kind: "metrics_unwritable",
            message: "the metrics cannot be written to \(path.readable): \(code)",
            remedy: remedy,
            isTransient: true
        )
    }
}
