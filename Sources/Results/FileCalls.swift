import CLinux
import Glibc
package import SystemPackage

/// Every system call of this target, named after what it is for.
///
/// All of them work relative to an open folder, so that a folder swapped for a link between two calls changes nothing,
/// and none follows a link in the last place of a name.
package struct FileCalls: Sendable {
    /// What a call does to the file system.
    package enum Call: Sendable, Hashable, CaseIterable {
        case openFolder, makeFolder, createFile, createUnnamed, openFile, lock
        case status, access, read, write, sync, rename, remove, list
    }

    /// Asked before each call; an error thrown here takes the place of the call. Tests stop and refuse calls with it.
    let intercept: @Sendable (Call) throws(Errno) -> Void
    /// How long somebody else's lock is waited for.
    let patience: Duration

    /// The calls themselves, each asked for by `intercept` first.
    package init(
        patience: Duration = .seconds(10),
        intercept: @escaping @Sendable (Call) throws(Errno) -> Void = { _ in }
    ) {
        self.patience = patience
        self.intercept = intercept
    }

    /// Opens a folder; links on the way are followed, since they are the administrator's, unless the path is one that
    /// had none when they were looked at.
    package func openFolder(at path: FilePath, followingLinks: Bool = true) throws(Errno) -> Descriptor {
        try opening(.openFolder) { Self.open(path, flags: O_RDONLY | O_DIRECTORY, followingLinks: followingLinks) }
    }

    /// Opens a folder inside another; a link is refused.
    package func openFolder(_ name: FilePath.Component, in folder: Descriptor) throws(Errno) -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return try opening(.openFolder) { name.withPlatformString { openat(folder.number, $0, flags) } }
    }

    /// Makes a folder, or leaves the one that is there; links on the way are followed as in `openFolder(at:)`.
    ///
    /// - Returns: whether it is new.
    package func makeFolder(at path: FilePath, followingLinks: Bool = true) throws(Errno) -> Bool {
        guard let name = path.lastComponent else { return false }
        let parent = try opening(.openFolder) {
            Self.open(
                path.removingLastComponent(),
                flags: clinux_o_path | O_DIRECTORY,
                followingLinks: followingLinks
            )
        }
        return try makeFolder(name, in: parent)
    }

    /// Makes a folder inside another, or leaves the one that is there.
    ///
    /// - Returns: whether it is new.
    package func makeFolder(_ name: FilePath.Component, in folder: Descriptor) throws(Errno) -> Bool {
        try making { name.withPlatformString { mkdirat(folder.number, $0, 0o777) } }
    }

    /// Opens a file; never waits for the other end of a pipe.
    package func openFile(
        _ name: FilePath.Component,
        in folder: Descriptor,
        forWriting: Bool = false
    ) throws(Errno) -> Descriptor {
        let flags = (forWriting ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        return try opening(.openFile) { name.withPlatformString { openat(folder.number, $0, flags) } }
    }

    /// Type, size and times of an open file.
    package func status(of fileDescriptor: Int32) throws(Errno) -> FileState {
        var status = stat()
        try plain(.status) { fstat(fileDescriptor, &status) }
        return FileState(status)
    }

    /// Type, size and times of a name, of the link itself where it is one; nil when there is none.
    package func status(of name: FilePath.Component, in folder: Descriptor) throws(Errno) -> FileState? {
        var status = stat()
        do {
            try plain(.status) {
                name.withPlatformString { fstatat(folder.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
            }
        } catch .noSuchFileOrDirectory {
            return nil
        }
        return FileState(status)
    }

    /// Reads into `buffer` from `offset`, without moving the file's own position.
    ///
    /// - Returns: bytes read; 0 at the end.
    package func read(
        _ fileDescriptor: Int32,
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(Errno) -> Int {
        try retrying(.read) { pread(fileDescriptor, buffer.baseAddress, buffer.count, offset) }
    }

    /// Writes all bytes at the file's position.
    package func write(_ bytes: [UInt8], to file: Descriptor) throws(Errno) {
        var done = 0
        while done < bytes.count {
            done += try retrying(.write) {
                bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress! + done, $0.count - done) }
            }
        }
    }

    /// Waits until a file, or the names in a folder, are on the disk. Never to be repeated after a failure: the kernel
    /// may have dropped the pages and say yes the second time.
    package func sync(_ file: Descriptor) throws(Errno) {
        try plain(.sync) { fsync(file.number) }
    }

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

    /// Removes a name; one that is gone already is fine.
    package func remove(_ name: FilePath.Component, in folder: Descriptor) throws(Errno) {
        do {
            try plain(.remove) { name.withPlatformString { unlinkat(folder.number, $0, 0) } }
        } catch .noSuchFileOrDirectory {}
    }

    /// The names in a folder, in no order.
    package func list(_ folder: Descriptor) throws(Errno) -> [FilePath.Component] {
        // A second open file of the same folder: the stream takes it over and moves its position.
        let copy = try retrying(.list) { Int(openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
        guard let stream = fdopendir(Int32(copy)) else {
            Self.close(Int32(copy))
            throw Errno(rawValue: errno)
        }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        errno = 0
        while let entry = readdir(stream) {
            // By address: the declared array is shorter than the longest name on some file systems.
            let name = UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
            if let component = FilePath.Component(platformString: name.assumingMemoryBound(to: CChar.self)) {
                names.append(component)
            }
            errno = 0
        }
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return names.filter { $0.kind == .regular }
    }

    /// Closes without looking at the result: what must be on the disk was synced before.
    static func close(_ number: Int32) {
        _ = Glibc.close(number)
    }
}

extension FileCalls {
    private static func open(_ path: FilePath, flags: Int32, followingLinks: Bool) -> Int32 {
        path.withPlatformString {
            clinux_openat2(
                AT_FDCWD,
                $0,
                UInt64(flags | O_CLOEXEC),
                0,
                followingLinks ? 0 : UInt64(RESOLVE_NO_SYMLINKS)
            )
        }
    }

    func opening(_ call: Call, _ body: () -> Int32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try retrying(call) { Int(body()) }))
    }

    private func making(_ body: () -> Int32) throws(Errno) -> Bool {
        do { try plain(.makeFolder, body) } catch .fileExists { return false }
        return true
    }

    func plain(_ call: Call, _ body: () -> Int32) throws(Errno) {
        try intercept(call)
        guard body() == 0 else { throw Errno(rawValue: errno) }
    }

    func retrying(_ call: Call, _ body: () -> Int) throws(Errno) -> Int {
        try intercept(call)
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = Errno(rawValue: errno)
            if code != .interrupted { throw code }
        }
    }
}

extension FileState {
    fileprivate init(_ status: stat) {
        self.init(
            identity: ImageIdentity(
                size: Int64(status.st_size),
                modificationSeconds: Int64(status.st_mtim.tv_sec),
                modificationNanoseconds: Int(status.st_mtim.tv_nsec)
            ),
            device: UInt64(status.st_dev),
            inode: UInt64(status.st_ino),
            changeSeconds: Int64(status.st_ctim.tv_sec),
            changeNanoseconds: Int(status.st_ctim.tv_nsec),
            isRegularFile: status.st_mode & S_IFMT == S_IFREG
        )
    }
}
