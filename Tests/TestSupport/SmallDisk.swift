import Glibc
package import SystemPackage

/// A file system in memory that a test can fill, mounted on a folder of its own.
package final class SmallDisk: Sendable {
    private let folder: TemporaryFolder

    /// Whether this process may mount one.
    package static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil

    /// Mounts one with room for so much.
    package init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path.string, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    /// Where it is.
    package var path: FilePath { folder.path }

    /// The path of `name` as text.
    package func appending(_ name: String) -> String { folder.appending(name) }

    /// Fills it to the last byte.
    package func fill() throws {
        let file = try FileDescriptor.open(
            path.appending("filling"),
            .writeOnly,
            options: [.create, .append],
            permissions: .ownerReadWrite
        )
        defer { try? file.close() }
        for count in [4_096, 1] {
            let bytes = [UInt8](repeating: 1, count: count)
            do { while true { _ = try file.writeAll(bytes) } } catch Errno.noSpace {}
        }
    }

    /// Takes away what filled it.
    package func empty() throws {
        guard unlink(path.appending("filling").string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Makes it read-only, or writable again.
    package func allowWriting(_ isAllowed: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (isAllowed ? 0 : UInt(MS_RDONLY))
        guard mount("tmpfs", path.string, "tmpfs", flags, nil) == 0 else { throw Errno(rawValue: errno) }
    }

    deinit { umount2(path.string, Int32(MNT_DETACH)) }
}
