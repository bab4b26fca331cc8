import Glibc
package import SystemPackage

/// What moves files between open folders.
extension FileCalls {
    /// Renames from one folder into another of the same file system, replacing what has the new name.
    package func move(
        _ old: FilePath.Component,
        from folder: Descriptor,
        to new: FilePath.Component,
        in other: Descriptor
    ) throws(Errno) {
        try plain(.rename) {
            old.withPlatformString { old in
                new.withPlatformString { renameat(folder.number, old, other.number, $0) }
            }
        }
    }

    /// Gives a file a second name; throws `fileExists` where it is taken. Not every file system can do that.
    package func link(
        _ name: FilePath.Component,
        in folder: Descriptor,
        as second: FilePath.Component,
        in other: Descriptor
    ) throws(Errno) {
        try plain(.rename) {
            name.withPlatformString { name in
                second.withPlatformString { linkat(folder.number, name, other.number, $0, 0) }
            }
        }
    }
}
