import CLinux
import Glibc
package import SystemPackage

extension FileCalls {
    /// Renames within a folder; throws `fileExists` when `new` is taken and may not be replaced.
    package func rename(
        _ old: FilePath.Component,
        to new: FilePath.Component,
        in folder: Descriptor,
        replacing: Bool
    ) throws(Errno) {
        func call(_ rename: (Int32, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32) throws(Errno) {
            try plain(.rename) {
                old.withPlatformString { old in new.withPlatformString { rename(folder.number, old, $0) } }
            }
        }
        if !replacing {
            do {
                return try call(clinux_rename_exclusively)
            } catch .invalidArgument, .noFunction {
                // Network file systems know no such call; the name was looked at a moment ago.
            }
        }
        try call { renameat($0, $1, $0, $2) }
    }

    /// Renames, replacing what has the new name.
    package func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
        try plain(.rename) { old.withPlatformString { old in new.withPlatformString { Glibc.rename(old, $0) } } }
    }

    /// Removes a name; one that is gone already is fine.
    package func remove(_ name: FilePath.Component, in folder: Descriptor) throws(Errno) {
        do {
            try plain(.remove) { name.withPlatformString { unlinkat(folder.number, $0, 0) } }
        } catch .noSuchFileOrDirectory {}
    }

    /// Removes a file, a link, or a folder that is empty; whether nothing is left of it.
    package func discard(_ path: FilePath) -> Bool {
        path.withPlatformString { unlink($0) == 0 || rmdir($0) == 0 || errno == ENOENT }
    }

    /// Removes what is in a folder, as far as it can be removed; links are removed, never followed.
    package func discardContents(of folder: FilePath) {
        discardContents(of: folder, depth: 0)
    }

    private func discardContents(of folder: FilePath, depth: Int) {
        guard depth < 16, let opened = try? open(folder, for: .listing), let names = try? list(opened) else { return }
        for name in names {
            let path = folder.appending(name)
            if path.withPlatformString({ unlink($0) }) == 0 { continue }
            discardContents(of: path, depth: depth + 1)
            _ = path.withPlatformString { rmdir($0) }
        }
    }

    /// The names in a folder, in no order.
    package func list(_ folder: Descriptor) throws(Errno) -> [FilePath.Component] {
        // A second opening of the same folder: listing moves its position.
        var entries = try FolderEntries(of: open(".", in: folder, for: .listing, as: .list))
        var names: [FilePath.Component] = []
        while let entry = try entries.next() { names.append(entry.name) }
        return names
    }

    /// `path` with all symbolic links resolved.
    package func realPath(of path: FilePath) throws(Errno) -> FilePath {
        try intercept(.state)
        let resolved = path.withPlatformString { realpath($0, nil) }
        guard let resolved else { throw Errno(rawValue: errno) }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
