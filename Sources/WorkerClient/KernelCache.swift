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
    /// Keeps a folder among the temporary files ours; nil for any other.
    private let hold: Descriptor?

    /// The cache in `folder`.
    package init(folder: FilePath) {
        self.init(folder: folder, hold: nil)
    }

    /// The cache in `folder`, which is removed by `discard` if it is held.
    init(folder: FilePath, hold: Descriptor?) {
        (self.folder, self.hold) = (folder, hold)
    }

    /// Whether the folder is one among the temporary files.
    var isTemporary: Bool { hold != nil }

    /// What is tried one after the other until a worker starts.
    enum Remedy: Int, CaseIterable {
        case none
        case empty
        case elsewhere
        case withoutDevice
    }

    /// Removes a temporary folder.
    func discard() {
        guard isTemporary else { return }
        empty()
        _ = FileCalls().discard(folder)
    }

    /// Removes what ended workers left: PoCL makes an empty file for each process that uses it, and never removes it.
    ///
    /// Only after a day, since others may be about to rename theirs.
    ///
    /// - Parameter now: seconds since 1970.
    package func tidy(at now: Int64 = Int64(time(nil))) {
        let yesterday = now - 86_400
        let calls = FileCalls()
        for (place, beginning) in [(folder, "tempfile"), (folder.appending("scratch"), "")] {
            guard let opened = try? calls.openFolder(at: place), let names = try? calls.list(opened) else { continue }
            for name in names where name.string.hasPrefix(beginning) {
                guard let state = try? calls.state(of: name, in: opened), state.isRegularFile,
                    state.changeSeconds < yesterday
                else { continue }
                try? calls.remove(name, in: opened)
            }
        }
    }

    /// Whether files can be made in the folder, which is created if it is missing, and be executed: kernels are loaded as
    /// libraries.
    package var isUsable: Bool {
        _ = try? FileCalls().makeFolder(at: folder, permissions: .ownerReadWriteExecute)
        // A compiled kernel takes some ten kilobytes, a program half a megabyte.
        return FileCalls().canMakeFile(of: 4 << 20, in: folder) && FileCalls().canExecute(in: folder)
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
