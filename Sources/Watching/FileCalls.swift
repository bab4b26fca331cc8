import CLinux
import Glibc
import SystemPackage

/// The system calls that ask about files and folders; nothing here opens anything for writing.
enum FileCalls {
    /// What lies at `path`; a symbolic link is reported as itself unless followed.
    static func status(of path: FilePath, followingLinks: Bool = false) -> FileStatus {
        var record = stat()
        let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
        return path.withPlatformString { fstatat(AT_FDCWD, $0, &record, flags) } == 0 ? status(record) : statusOfError()
    }

    /// As `status(of:)`, but a symbolic link to a regular file beneath `root` counts as that file; with no root, a link
    /// may lead anywhere.
    static func candidateStatus(of path: FilePath, beneath root: PinnedFolder?) -> FileStatus {
        guard let root else { return status(of: path, followingLinks: true) }
        let found = status(of: path)
        guard case .link = found else { return found }
        switch root.end(ofLink: path) {
        case .nowhere(let reason): return .passedOver(.linkNowhere(reason))
        case .outside(let end):
            if case .folder = status(of: end) { return .passedOver(.linkToFolder(end)) }
            return .passedOver(.linkOutside(end))
        case .beneath(let end):
            let target = withDescriptor(of: path, beneath: root, flags: clinux_o_path) { descriptor in
                var record = stat()
                guard let descriptor, fstat(descriptor, &record) == 0 else { return statusOfError() }
                return status(record)
            }
            return switch target {
            case .regular(let state): .linked(state)
            case .folder: .passedOver(.linkToFolder(root.path.pushing(end)))
            default: target
            }
        }
    }

    /// The state of the regular file that `path` leads to, if any.
    static func state(ofFileAt path: FilePath) -> FileState? {
        guard case .regular(let state) = status(of: path, followingLinks: true) else { return nil }
        return state
    }

    /// `path` with all symbolic links resolved, nil where it leads nowhere.
    static func realPath(of path: FilePath) -> FilePath? {
        path.withPlatformString { text in
            guard let resolved = realpath(text, nil) else { return nil }
            defer { free(resolved) }
            return FilePath(platformString: resolved)
        }
    }

    /// Opens the file at `path` for reading and asks who writes it. Reading attributes through an open descriptor also
    /// makes network file systems fetch them anew.
    static func look(at path: FilePath, beneath root: PinnedFolder?) -> FileLook {
        // First without opening it: to open a pipe or a device may act on it.
        let known: FileState
        switch candidateStatus(of: path, beneath: root) {
        case .regular(let state), .linked(let state): known = state
        case .missing: return .missing
        case .failed: return .unclear
        case .folder, .link, .passedOver: return .notAnImage
        }
        return withDescriptor(of: path, beneath: root, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY) { descriptor in
            guard let descriptor else {
                switch errno {
                case ENOENT, ENOTDIR: return .missing
                // Somebody holds a lease, as a file server does for its clients: the open has called it back.
                case EWOULDBLOCK: return .file(known, .present)
                // Not for us to read: whoever processes the image will say so.
                case EACCES, EPERM: return .file(known, .unknown)
                default: return .unclear
                }
            }
            var record = stat()
            guard fstat(descriptor, &record) == 0 else { return .unclear }
            guard record.st_mode & S_IFMT == S_IFREG else { return .notAnImage }
            return .file(FileState(record), WriterProbe.presence(of: descriptor))
        }
    }

    /// The magic number of the file system that holds `path`, nil where it cannot be asked.
    static func fileSystemMagic(of path: FilePath) -> UInt32? {
        var record = statfs()
        return path.withPlatformString { statfs($0, &record) } == 0
            ? UInt32(truncatingIfNeeded: record.f_type) : nil
    }

    /// The entries of `folder` for which `isWanted(name, mayBeFolder)` holds; `.` and `..` never. A link to a folder is
    /// reported, and never entered: it may lead anywhere, also back.
    static func list(
        _ folder: FilePath,
        beneath root: PinnedFolder,
        isWanted: (_ name: FilePath.Component, _ mayBeFolder: Bool) -> Bool
    ) -> Result<[(name: FilePath.Component, status: FileStatus)], Errno> {
        let descriptor: Int32
        do { descriptor = try root.open(folder, flags: O_RDONLY | O_DIRECTORY) } catch { return .failure(error) }
        guard let stream = fdopendir(descriptor) else {
            let error = Errno(rawValue: errno)
            close(descriptor)
            return .failure(error)
        }
        defer { closedir(stream) }

        var entries: [(name: FilePath.Component, status: FileStatus)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let kind = Int32(entry.pointee.d_type)
            guard let name = name(of: entry), name.kind == .regular,
                isWanted(name, kind == DT_DIR || kind == DT_LNK || kind == DT_UNKNOWN)
            else { continue }
            var record = stat()
            let result = name.withPlatformString { fstatat(descriptor, $0, &record, AT_SYMLINK_NOFOLLOW) }
            // A folder that may be listed and not entered tells nothing but names.
            if result != 0, errno == EACCES { return .failure(.permissionDenied) }
            var status = result == 0 ? status(record) : statusOfError()
            if case .link = status { status = candidateStatus(of: folder.appending(name), beneath: root) }
            entries.append((name, status))
        }
        return errno == 0 ? .success(entries) : .failure(Errno(rawValue: errno))
    }

    /// Whether `folder` may be listed, and its entries be looked at.
    static func canList(_ folder: FilePath, beneath root: PinnedFolder) -> Bool {
        // The way through its own entry needs the permission to enter it.
        withDescriptor(of: folder.appending("."), beneath: root, flags: O_RDONLY | O_DIRECTORY) { $0 != nil }
    }

    /// Calls `body` with `path` opened without leaving `root`, if any, on the way, or with nil (and errno) where that
    /// fails.
    private static func withDescriptor<T>(
        of path: FilePath,
        beneath root: PinnedFolder?,
        flags: Int32,
        _ body: (Int32?) -> T
    ) -> T {
        let descriptor: Int32
        if let root {
            do { descriptor = try root.open(path, flags: flags) } catch {
                errno = error.rawValue
                return body(nil)
            }
        } else {
            descriptor = path.withPlatformString { openat(AT_FDCWD, $0, flags | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { return body(nil) }
        defer { close(descriptor) }
        return body(descriptor)
    }

    private static func status(_ record: stat) -> FileStatus {
        switch record.st_mode & S_IFMT {
        case S_IFREG: .regular(FileState(record))
        case S_IFDIR: .folder(FileState(record))
        case S_IFLNK: .link
        case S_IFIFO: .passedOver(.pipe)
        case S_IFSOCK: .passedOver(.socket)
        default: .passedOver(.device)
        }
    }

    private static func statusOfError() -> FileStatus {
        errno == ENOENT || errno == ENOTDIR ? .missing : .failed(Errno(rawValue: errno))
    }

    /// The name in a directory entry, read in place: the record is shorter than its type where the name is short.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let bytes = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CInterop.PlatformChar.self)
        return FilePath.Component(platformString: bytes)
    }
}
