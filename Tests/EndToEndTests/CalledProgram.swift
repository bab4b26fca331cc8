import Foundation
import TestSupport

/// The program, called once by a person or a shell, and what it said.
struct CalledProgram {
    let status: Int32
    let output: String
    let errors: String

    /// Calls the program that was built together with the tests; everything it keeps lies below `home`.
    init(_ arguments: [String], home: TemporaryFolder) throws {
        try self.init(RunningDaemon.program, arguments, home: home)
    }

    /// Has a shell run `script`, in which `$0` is the program: arguments need not be text.
    init(shell script: String, home: TemporaryFolder) throws {
        try self.init(URL(filePath: "/bin/sh"), ["-c", script, RunningDaemon.program.path], home: home)
    }

    private init(_ executable: URL, _ arguments: [String], home: TemporaryFolder) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: home.path)
        process.environment = RunningDaemon.environment(home: URL(filePath: home.path))
        // Files rather than pipes: neither can fill up and stop the program.
        let output = URL(filePath: home.appending(".output"))
        let errors = URL(filePath: home.appending(".errors"))
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        self.output = try String(contentsOf: output, encoding: .utf8)
        self.errors = try String(contentsOf: errors, encoding: .utf8)
    }
}
