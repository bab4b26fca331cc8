import Files
import Glibc
package import SystemPackage

/// The folder into which PoCL puts compiled kernels, and what is done about a bad one.
///
/// PoCL ends its process where the folder is full or holds a damaged file, at every start again, and finds no device at
/// all where it cannot write. All that is lost with the folder is the time to compile.
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
        let folder = try? FileCalls().makeTemporaryFolder(named: "segmentd-kernels")
        var cache = KernelCache(folder: folder ?? "/nonexistent")
        cache.isTemporary = true
        return cache
    }

    /// Removes a temporary folder.
    func discard() {
        guard isTemporary else { return }
        empty()
        _ = FileCalls().discard(folder)
    }

    /// Whether files can be made in the folder, which is created if it is missing.
    package var isUsable: Bool {
        _ = try? FileCalls().makeFolder(at: folder, permissions: .ownerReadWriteExecute)
        // A compiled kernel takes some ten kilobytes, a program half a megabyte.
        return FileCalls().canMakeFile(of: 4 << 20, in: folder)
    }

    /// A folder within for the worker's temporary files, which is made if it is missing: the common one holds other
    /// people's, and a worker may open no file but its own.
    var scratch: FilePath {
        let scratch = folder.appending("scratch")
        _ = try? FileCalls().makeFolder(at: scratch, permissions: .ownerReadWriteExecute)
        return scratch
    }

    /// Removes what is in the folder, as far as it can be removed.
    package func empty() {
        FileCalls().discardContents(of: folder)
    }
}
