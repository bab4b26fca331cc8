import Foundation
import TestSupport

/// The program, called once by a person or a shell, and what it said.
struct CalledProgram {
    let status: Int32
    let output: String
    let errors: String

    /// Calls the program that was built together with the tests; everything it keeps lies below `home`.
    init(_ arguments: [String], home: TemporaryFolder, environment: [String: String] = [:]) throws {
        try self.init(RunningDaemon.program, arguments, home: home, environment: environment)
    }

    /// Has a shell run `script`, in which `$0` is the program: arguments need not be text.
    init(shell script: String, home: TemporaryFolder) throws {
        try self.init(URL(filePath: "/bin/sh"), ["-c", script, RunningDaemon.program.path], home: home)
    }

    private init(
        _ executable: URL,
        _ arguments: [String],
        home: TemporaryFolder,
        environment: [String: String] = [:]
    ) throws {
        let call = try ProgramCall(
            arguments,
            home: home.path,
            program: [executable.path],
            environment: environment
        )
        (status, output, errors) = try call.finish()
    }
}
