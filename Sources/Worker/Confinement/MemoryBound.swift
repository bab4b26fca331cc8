import CLinux
import Glibc
import SystemPackage

/// How much memory a worker may use, kept by the kernel where that can be (RLIMIT_AS).
///
/// Address space is what can be limited, and runtimes of GPUs reserve terabytes of it: they have no such limit.
enum MemoryBound {
    /// The C library reserves 64 MB for the blocks of each thread, twice that for a moment, and the stack comes to it.
    private static let reserveOfThread = 160 << 20

    /// Lets this process use `bytes` beyond what it has, or all that there is.
    static func set(_ bytes: Int?) {
        guard let bytes else {
            _ = clinux_set_limit(0, clinux_limit_address_space, .max, 0)
            return
        }
        // Those of the runtime, as many that compress and measure, and one for each digest.
        let threads = 2 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) + 4
        setExactly(bytes + threads * reserveOfThread)
    }

    /// Lets this process use `bytes` beyond what it has, with all that its threads reserve, however many processors there are.
    static func setExactly(_ bytes: Int) {
        _ = clinux_set_limit(0, clinux_limit_address_space, UInt64(used + bytes), 0)
    }

    /// The address space that is used already.
    private static var used: Int {
        guard let file = try? FileDescriptor.open("/proc/self/statm", .readOnly, options: .closeOnExec) else {
            return 0
        }
        defer { try? file.close() }
        var text = [UInt8](repeating: 0, count: 64)
        let count = text.withUnsafeMutableBytes { (try? file.read(into: $0)) ?? 0 }
        let pages = Int(String(decoding: text.prefix(count).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }
}
