import FoundationEssentials
import Glibc
import Results
import SystemPackage
import TestSupport

/// A folder for one test, seen as the file system has it.
struct ScratchFolder {
    private let folder: TemporaryFolder

    /// A new, empty folder.
    init() throws { folder = try TemporaryFolder() }

    /// Where it is.
    var path: FilePath { FilePath(folder.path) }

    /// The path of `name`, which may have folders in front.
    func path(_ name: String) -> FilePath { FilePath(folder.appending(name)) }

    /// Makes a folder and those above it.
    @discardableResult
    func makeFolder(_ name: String) throws -> FilePath {
        try FileManager.default.createDirectory(atPath: folder.appending(name), withIntermediateDirectories: true)
        return path(name)
    }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> FilePath { FilePath(try folder.write(bytes, to: name)) }

    /// The bytes of a file.
    func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder.appending(name))))
    }

    /// Removes a file.
    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.appending(name)) }

    /// Makes a symbolic link.
    func link(_ name: String, to end: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.appending(name), withDestinationPath: end)
    }

    /// Renames a file or folder.
    func move(_ name: String, to newName: String) throws {
        try FileManager.default.moveItem(atPath: folder.appending(name), toPath: folder.appending(newName))
    }

    /// All names in a folder, hidden ones too, sorted.
    func names(in name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(name)).sorted()
    }

    /// Gives a file another modification time, in seconds since 1970.
    func touch(_ name: String, seconds: Int) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        guard utimensat(AT_FDCWD, folder.appending(name), times, 0) == 0 else { throw Errno(rawValue: errno) }
    }

    /// The summary in a file.
    func summary(_ name: String) throws -> Summary? {
        guard case .found(let summary) = SummaryFile.decode(try read(name)) else { return nil }
        return summary
    }
}
