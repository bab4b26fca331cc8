package import FoundationEssentials
import Glibc
package import SystemPackage

/// A folder for one test, empty at first; it is removed, with all that is in it, when the test lets go of it.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: FilePath

    /// Makes a folder below the system's folder for temporary files.
    package init() throws {
        let name = "segmentd-test-\(UInt64.random(in: .min ... .max))"
        let folder = FileManager.default.temporaryDirectory.appending(component: name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        path = FilePath(folder)
    }

    /// Calls `body` with a new folder.
    package static func with<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
        let folder = try TemporaryFolder()
        // Its last use may lie before the end of what is done in it.
        return try withExtendedLifetime(folder) { try body(folder) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// The folder, as Foundation has it.
    package var url: URL { URL(filePath: path.string) }

    /// The path of `name`, which may have folders in front.
    package func path(_ name: String) -> FilePath { path.appending(name) }

    /// The same as text.
    package func appending(_ name: String) -> String { "\(path.string)/\(name)" }

    /// Writes a file, in place of what is there, and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> FilePath {
        try Data(bytes).write(to: URL(filePath: appending(name)))
        return path(name)
    }

    /// The bytes of a file.
    package func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: appending(name))))
    }

    /// All names in a folder, hidden ones too, sorted.
    package func names(in name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: appending(name)).sorted()
    }

    /// Makes a folder and those above it.
    @discardableResult
    package func makeFolder(_ name: String) throws -> FilePath {
        try FileManager.default.createDirectory(atPath: appending(name), withIntermediateDirectories: true)
        return path(name)
    }

    /// Makes a symbolic link that leads to `end`.
    package func link(_ name: String, to end: String) throws {
        try FileManager.default.createSymbolicLink(atPath: appending(name), withDestinationPath: end)
    }

    /// Renames a file or folder.
    package func move(_ name: String, to newName: String) throws {
        try FileManager.default.moveItem(atPath: appending(name), toPath: appending(newName))
    }

    /// Removes a file, or a folder with all that is in it.
    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: appending(name)) }

    /// Gives a file another modification time, in seconds since 1970.
    package func touch(_ name: String, seconds: Int) throws {
        let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        guard utimensat(AT_FDCWD, appending(name), times, 0) == 0 else { throw Errno(rawValue: errno) }
    }
}
