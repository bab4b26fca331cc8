import Files
import Glibc

/// Other programs of the system, run to their end on the calling thread.
package enum SystemProgram {
    /// How a program ended, and what it printed.
    package struct Result: Sendable {
        /// Its exit status; 128 and the number of the signal that ended it.
        package let status: Int32
        /// Its standard output; empty where it led elsewhere.
        package let output: String
    }

    /// Runs a program of the search path, and keeps what it prints.
    ///
    /// - Returns: nil where there is no such program.
    package static func output(of command: [String]) -> Result? {
        guard let file = try? FileCalls().makeUnnamedFile() else { return nil }
        guard let status = run(command, output: file.number) else { return nil }
        var bytes: [UInt8] = []
        while let more = try? FileCalls().read(file.number, first: 65_536, at: bytes.count), !more.isEmpty {
            bytes += more
        }
        return Result(status: status, output: String(decoding: bytes, as: UTF8.self))
    }

    /// Has a shell run `text`; what it prints goes where ours does.
    package static func shell(_ text: String) -> Int32 { run(["/bin/sh", "-c", text], output: nil) ?? 127 }

    private static func run(_ command: [String], output: Int32?) -> Int32? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        let arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, command[0], &actions, nil, arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
