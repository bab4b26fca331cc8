import Glibc
import SystemPackage

/// Names the files of a folder that anybody opens, as the kernel tells.
final class OpenedFiles {
    private let notifier: FileDescriptor

    /// Listens from now on.
    init(in folder: FilePath) throws {
        let number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard number >= 0 else { throw Errno(rawValue: errno) }
        notifier = FileDescriptor(rawValue: number)
        guard inotify_add_watch(number, folder.string, UInt32(IN_OPEN)) >= 0 else { throw Errno(rawValue: errno) }
    }

    /// The names since the last call, each once, sorted.
    func names() throws -> [String] {
        var names: Set<String> = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count: Int
            do { count = try buffer.withUnsafeMutableBytes { try notifier.read(into: $0) } } catch Errno.wouldBlock {
                return names.sorted()
            }
            var offset = 0
            while offset < count {
                // wd, mask, cookie and len, 4 bytes each; then the name, filled up with NUL.
                let length = Int(buffer[offset + 12]) | Int(buffer[offset + 13]) << 8
                let name = buffer[offset + 16..<offset + 16 + length].prefix { $0 != 0 }
                if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
                offset += 16 + length
            }
        }
    }

    deinit { try? notifier.close() }
}
