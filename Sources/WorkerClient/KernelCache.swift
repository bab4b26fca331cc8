import Files
import Glibc
package import SystemPackage

/// The folder into which PoCL puts compiled kernels, and what is done about a bad one.
///
/// PoCL ends its process where the folder is full or holds a damaged file, at every start again, and finds no device at
/// all where it cannot write (spec/reliability.md). All that is lost with the folder is the time to compile.
package struct KernelCache: Sendable {
    /// The folder; it need not exist.
    package let folder: FilePath
    private(set) var isTemporary = false

    /// The cache in `folder`.
    package init(folder: FilePath) {
        self.folder = folder
    }

    /// What is tried one after the other until a worker starts.
    enum Remedy: Int, CaseIterable {
        case none
        case empty
        case elsewhere
        case withoutDevice
    }

    /// A new folder among the temporary files, for this process and its workers.
    static func temporary() -> KernelCache {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        // Never a name that somebody else could have taken before: what lies in it is run.
        var name = "\(parent)/segmentd-kernels-XXXXXX".utf8CString
        let made = name.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        var cache = KernelCache(folder: FilePath(made ?? "/nonexistent"))
        cache.isTemporary = true
        return cache
    }

    /// Removes a temporary folder.
    func discard() {
        guard isTemporary else { return }
        empty()
        _ = folder.withPlatformString { rmdir($0) }
    }

    /// Whether files can be made in the folder, which is created if it is missing.
    package var isUsable: Bool {
        _ = folder.withPlatformString { mkdir($0, 0o700) }
        let probe = folder.appending(".segmentd-\(getpid())")
        let file = probe.withPlatformString { Glibc.open($0, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600) }
        guard file >= 0 else { return false }
        defer {
            close(file)
            _ = probe.withPlatformString { unlink($0) }
        }
        // A compiled kernel takes some ten kilobytes, a program half a megabyte.
        return posix_fallocate(file, 0, 4 << 20) == 0
    }

    /// Removes what is in the folder, as far as it can be removed.
    package func empty() {
        FileCalls().discardContents(of: folder)
    }
}
