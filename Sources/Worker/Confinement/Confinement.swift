import CLinux
import Files
import Glibc
import SystemPackage
import WorkerProtocol

/// The walls that a worker process builds around itself before it reads anything that others wrote.
///
/// Whoever takes it over, by a hostile image or a faulty driver, can compute and fill the files that it was given, and
/// nothing else: no other file, no network, no other process. Each wall is built as far as the kernel has it; the daemon
/// does not rely on any.
enum Confinement {
    /// Enters for good. To be called while the process has one thread: threads that run already would stay outside.
    ///
    /// - Parameter socket: made by the daemon, so that it tells whether our parent still is the daemon.
    static func enter(socket: Int32) {
        endWithDaemon(socket)
        goFirst()
        limit()
        _ = clinux_gain_no_privileges()
        _ = clinux_drop_capabilities()
        FileWall.standard.enter()
        _ = clinux_refuse_calls()
    }

    /// Has the kernel end this process with the daemon, also while it is stopped or hangs.
    private static func endWithDaemon(_ socket: Int32) {
        _ = clinux_die_with_starter()
        // The daemon may have ended just before.
        let daemon = clinux_maker_of_socket(socket)
        if daemon > 0 && getppid() != daemon { _exit(0) }
    }

    /// Where memory runs short, the kernel is to end the worker and not the daemon, which can start another one.
    private static func goFirst() {
        let place: FilePath = "/proc/self/oom_score_adj"
        guard let file = try? FileDescriptor.open(place, .readWrite, options: .closeOnExec) else { return }
        defer { try? file.close() }
        var text = [UInt8](repeating: 0, count: 16)
        let count = text.withUnsafeMutableBytes { (try? file.read(into: $0)) ?? 0 }
        let words = String(decoding: text.prefix(count), as: UTF8.self).prefix { $0 != "\n" }
        let score = min(1000, max(0, Int(words) ?? 0) + 500)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(score)".utf8)
    }

    /// Narrower limits for good, before a project is opened: a library of others' reads what a hostile file says.
    ///
    /// - Parameter project: the open project, whose bytes the library holds, and may need twice for a moment.
    static func enterProject(_ project: Int32) {
        var state = stat()
        let bytes = fstat(project, &state) == 0 ? max(0, min(Int(state.st_size), mostOfProject)) : 0
        MemoryBound.setExactly(3 * bytes + memoryOfExtract)
        _ = clinux_set_limit(0, clinux_limit_file_size, UInt64(ClassifierBytes.most), 1)
    }

    /// A larger project is refused before its bytes are read.
    private static let mostOfProject = 1 << 30
    /// What the largest forest needs while it is checked and written.
    private static let memoryOfExtract = 1 << 30

    /// What no image needs. Memory follows with the device, and time with each request.
    private static func limit() {
        // A dump would hold pixels, and writing gigabytes of it would hold up the next worker.
        _ = clinux_set_limit(0, clinux_limit_core, 0, 1)
        // Drivers of GPUs open some hundred, and an image may have 4,096 files.
        _ = clinux_set_limit(0, clinux_limit_files, 8192, 1)
        // The probabilities of the largest image that fits into memory; a write beyond is an error, not a signal.
        signal(SIGXFSZ, SIG_IGN)
        _ = clinux_set_limit(0, clinux_limit_file_size, 1 << 40, 1)
    }
}
