import CLinux
import Glibc
import Synchronization
import SystemPackage

/// Another program beside the tests.
///
/// Not Foundation's `Process`: its children inherit each other's pipes and the sockets by which it learns of their ends,
/// so that on two threads a wait could last until another test had ended, which waited for a thread. Not
/// swift-subprocess: it gives a program's output and end to one call only, while tests talk to a daemon that goes on.
package final class ChildProcess: Sendable {
    /// Where a stream of the program leads.
    package enum Stream {
        /// Where ours leads.
        case inherited
        /// Nowhere.
        case null
        /// To a new file, or in place of what is in it.
        case file(String)
        /// To or from an open descriptor, which is used during `init` only.
        case descriptor(Int32)
    }

    /// Its number, valid until `wait` or `isRunning` has seen its end.
    package let identifier: Int32
    /// How it ended, as waitpid(2) tells; nil while it is not known to have.
    private let end = Mutex<Int32?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: its absolute path, then its arguments.
    ///   - environment: ours if there is none.
    ///   - folder: where it starts; where we are if there is none.
    package init(
        _ command: [String],
        environment: [String: String]? = nil,
        in folder: String? = nil,
        input: Stream = .null,
        output: Stream = .inherited,
        errors: Stream = .inherited
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Before the folder changes: the paths are ours.
        for (number, stream) in [input, output, errors].enumerated() {
            let number = Int32(number)
            switch stream {
            case .inherited: break
            case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .file(let path):
                posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment?.map { strdup("\($0)=\($1)") }
        defer { for text in arguments + (variables ?? []) { free(text) } }
        var child: pid_t = 0
        let status: Int32
        if let variables {
            status = posix_spawn(&child, command[0], &actions, &attributes, arguments, variables + [nil])
        } else {
            status = posix_spawn(&child, command[0], &actions, &attributes, arguments, environ)
        }
        guard status == 0 else { throw Errno(rawValue: status) }
        identifier = child
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool { end.withLock { look(&$0, WNOHANG) } == nil }

    /// Waits for its end, on this thread.
    ///
    /// - Returns: its exit status, or the number of the signal that ended it, negative.
    @discardableResult
    package func wait() -> Int32 {
        // Held meanwhile: a second waitpid could meet another process of the same number.
        let status = end.withLock { look(&$0, 0) } ?? 0
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    /// Sends it a signal, unless its end has been seen.
    package func send(_ signal: Int32) {
        end.withLock { if look(&$0, WNOHANG) == nil { kill(identifier, signal) } }
    }

    private func look(_ end: inout Int32?, _ options: Int32) -> Int32? {
        if let end { return end }
        var status: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(identifier, &status, options) } while result < 0 && errno == EINTR
        if result == identifier { end = status }
        return end
    }

    deinit { if isRunning { kill(identifier, SIGKILL) } }
}
