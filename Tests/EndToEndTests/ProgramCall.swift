import Foundation
import TestSupport

/// A call of the built program, as a person or a shell makes it; all that it keeps lies below the home of the test.
final class ProgramCall {
    /// What a call that has ended leaves.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    private let process = Process()
    private let output: URL
    private let errors: URL
    private let end: DispatchSemaphore

    /// Starts the program in `home`.
    ///
    /// - Parameters:
    ///   - program: instead of the program that was built together with the tests, for example with a wrapper in front.
    ///   - environment: more of it.
    init(
        _ arguments: [String],
        home: URL,
        program: [String] = [RunningDaemon.program.path],
        environment: [String: String] = [:]
    ) throws {
        process.executableURL = URL(filePath: program[0])
        process.arguments = program.dropFirst() + arguments
        process.currentDirectoryURL = home
        process.environment = RunningDaemon.environment(home: home).merging(environment) { $1 }
        // Files rather than pipes: neither can fill up and stop the program.
        let name = ".call-\(UInt64.random(in: .min ... .max))"
        output = home.appending(path: "\(name).output")
        errors = home.appending(path: "\(name).errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        end = try process.runWithEnd()
    }

    /// Waits for its end.
    func finish() throws -> Result {
        end.wait()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }

    /// Calls the program and waits for its end.
    static func result(
        of arguments: [String],
        home: URL,
        environment: [String: String] = [:]
    ) throws -> Result {
        try ProgramCall(arguments, home: home, environment: environment).finish()
    }

    /// Has a shell run `script`, in which `$0` is the program: arguments need not be text.
    static func result(ofShell script: String, home: URL) throws -> Result {
        try ProgramCall([RunningDaemon.program.path], home: home, program: ["/bin/sh", "-c", script]).finish()
    }
}
