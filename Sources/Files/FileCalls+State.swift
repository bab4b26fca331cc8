import Glibc
package import SystemPackage

extension FileCalls {
    /// Type, size and times of an open file.
    package func state(of fileDescriptor: Int32) throws(Errno) -> FileState {
        try intercept(.state)
        return FileState(try Stat(FileDescriptor(rawValue: fileDescriptor)))
    }

    /// The same.
    package func state(of file: Descriptor) throws(Errno) -> FileState {
        try withExtendedLifetime(file) { () throws(Errno) in try state(of: file.number) }
    }

    /// Type, size and times of a name, of the link itself where it is one; nil when there is none.
    package func state(of name: FilePath.Component, in folder: Descriptor) throws(Errno) -> FileState? {
        try intercept(.state)
        let parent = FileDescriptor(rawValue: folder.number)
        do {
            return FileState(
                try name.withPlatformString { text in
                    Result { () throws(Errno) in try Stat(text, relativeTo: parent, flags: .symlinkNoFollow) }
                }.get()
            )
        } catch .noSuchFileOrDirectory {
            return nil
        }
    }

    /// Type, size and times of what lies at `path`; a link in its last place is reported as itself unless followed.
    package func state(at path: FilePath, followingLink: Bool = false) throws(Errno) -> FileState {
        try intercept(.state)
        return FileState(try Stat(path, followTargetSymlink: followingLink))
    }

    /// Checks that this process may use what lies at `path` in the ways given (R_OK, W_OK, X_OK), with its effective ids.
    package func check(access: Int32, at path: FilePath) throws(Errno) {
        try plain(.access) { path.withPlatformString { faccessat(AT_FDCWD, $0, access, AT_EACCESS) } }
    }

    /// Group and permissions of an open file or folder.
    package func access(of file: Descriptor) throws(Errno) -> Readers.Access {
        try intercept(.access)
        let record = try Stat(FileDescriptor(rawValue: file.number))
        return Readers.Access(group: record.groupID.rawValue, permissions: record.permissions)
    }

    /// Owner, group and permissions of what lies at `path`, links followed.
    package func ownership(at path: FilePath) throws(Errno) -> (owner: UInt32, access: Readers.Access) {
        try intercept(.access)
        let record = try Stat(path, followTargetSymlink: true)
        return (
            record.userID.rawValue, Readers.Access(group: record.groupID.rawValue, permissions: record.permissions)
        )
    }
}
