import CLinux
import Files
import Glibc
import SystemPackage

/// Which files a worker process may open by their names, kept by Landlock: what OpenCL runtimes need, and no data.
///
/// Files that the daemon opens and sends along are not concerned: they were opened outside.
struct FileWall {
    /// Uses of files, as bits of Landlock.
    private enum Use {
        static let read = UInt64(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
        static let run = UInt64(LANDLOCK_ACCESS_FS_EXECUTE)
        static let write = UInt64(LANDLOCK_ACCESS_FS_WRITE_FILE) | clinux_landlock_truncate
        static let change =
            UInt64(LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR)
            | UInt64(LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER)
        /// What nothing here needs.
        static let special =
            UInt64(LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK)
            | UInt64(LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK)
        static let device = clinux_landlock_device_ioctl
        /// The uses of a file that is no folder.
        static let ofFiles =
            UInt64(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE) | write | device

        /// Those that the given version of Landlock knows.
        static func known(to version: Int32) -> UInt64 {
            var all = read | run | write | change | special | device
            if version < 3 { all &= ~clinux_landlock_truncate }
            if version < 5 { all &= ~clinux_landlock_device_ioctl }
            return all
        }
    }

    private var rules: [(place: FilePath, uses: UInt64)] = []

    /// The wall of a worker with the environment of this process.
    static var standard: FileWall {
        var wall = FileWall()
        wall.letSystemIn()
        wall.letRuntimesIn()
        wall.letCachesIn()
        return wall
    }

    /// Programs, libraries, their settings, and what the kernel says of the computer.
    private mutating func letSystemIn() {
        let folders: [FilePath] = [
            "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt",
            // Systems that keep their libraries apart.
            "/nix", "/gnu", "/run/opengl-driver",
        ]
        for place in folders { rules.append((place, Use.read | Use.run)) }
        for place in ["/proc", "/sys"] { rules.append((FilePath(place), Use.read)) }
        rules.append(("/dev", Use.read | Use.write | Use.device))
        // Runtimes share memory between their threads there.
        rules.append(("/dev/shm", Use.read | Use.write | Use.change))
    }

    /// Runtimes and programs where the environment, or a runtime's entry, says that they are.
    private mutating func letRuntimesIn() {
        var entries = Self.paths(in: "OCL_ICD_VENDORS") + Self.paths(in: "OPENCL_VENDOR_PATH")
        let libraries = Self.paths(in: "OCL_ICD_FILENAMES").map { $0.removingLastComponent() }
        // One of them may name a library instead of a folder of entries.
        for place in entries + entries.map({ $0.removingLastComponent() }) + libraries
            + Self.paths(in: "PATH") + Self.paths(in: "LD_LIBRARY_PATH")
        where place.components.count > 1 { rules.append((place, Use.read | Use.run)) }
        entries.append("/etc/OpenCL/vendors")
        for folder in entries {
            guard let opened = try? FileCalls().openFolder(at: folder), let names = try? FileCalls().list(opened)
            else { continue }
            for name in names where name.extension == "icd" {
                guard let file = try? FileDescriptor.open(folder.appending(name), .readOnly),
                    let text = try? file.closeAfter({ try FileCalls().read(file.rawValue, first: 4096) })
                else { continue }
                let line = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
                let library = FilePath(line)
                if library.isAbsolute, library.components.count > 2 {
                    rules.append((library.removingLastComponent(), Use.read | Use.run))
                }
            }
        }
    }

    /// Folders for compiled kernels, and for temporary files.
    private mutating func letCachesIn() {
        let all = Use.read | Use.run | Use.write | Use.change
        for name in ["POCL_CACHE_DIR", "CUDA_CACHE_PATH", "NEO_CACHE_DIR", "TMPDIR"] {
            for place in Self.paths(in: name) { rules.append((place, all)) }
        }
        guard let home = Self.paths(in: "HOME").first else { return }
        let caches = Self.paths(in: "XDG_CACHE_HOME").first ?? home.appending(".cache")
        rules.append((home.appending(".nv"), all))
        for name in ["neo_compiler_cache", "mesa_shader_cache", "mesa_shader_cache_db", "comgr"] {
            rules.append((caches.appending(name), all))
        }
    }

    private static func paths(in variable: String) -> [FilePath] {
        guard let value = getenv(variable) else { return [] }
        return String(cString: value).split(separator: ":").map { FilePath(String($0)) }.filter(\.isAbsolute)
    }

    /// Enters for good; false where the kernel cannot, or only without what PoCL needs.
    @discardableResult
    func enter() -> Bool {
        let version = clinux_landlock_version()
        // Version 1 lets no file be renamed from one folder into another.
        guard version >= 2 else { return false }
        let known = Use.known(to: version)
        let wall = clinux_landlock_begin(known, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0)
        guard wall >= 0 else { return false }
        defer { close(wall) }
        for (place, uses) in rules {
            let file = place.withPlatformString { open($0, clinux_o_path | O_CLOEXEC) }
            guard file >= 0 else { continue }
            defer { close(file) }
            var state = stat()
            let isFolder = fstat(file, &state) == 0 && state.st_mode & S_IFMT == S_IFDIR
            _ = clinux_landlock_allow(wall, file, uses & known & (isFolder ? .max : Use.ofFiles))
        }
        return clinux_landlock_enter(wall) == 0
    }
}
