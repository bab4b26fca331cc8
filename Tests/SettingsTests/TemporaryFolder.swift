import FoundationEssentials
import Glibc
import SystemPackage

/// A folder that lasts as long as a test.
enum TemporaryFolder {
    /// Runs `body` with a new folder and removes the folder with all it holds.
    static func with(_ body: (FilePath) throws -> Void) throws {
        var template = Array("/tmp/segmentd-settings-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        let folder = FilePath(platformString: template)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        try body(folder)
    }

    /// Writes a new file.
    static func write(_ bytes: [UInt8], to file: FilePath) throws {
        let descriptor = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .exclusiveCreate],
            permissions: .ownerReadWrite
        )
        _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
    }
}
