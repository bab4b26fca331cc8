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

    private let process: ChildProcess
    private let output: URL
    private let errors: URL

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
        // Files rather than pipes: neither can fill up and stop the program.
        let name = ".call-\(UInt64.random(in: .min ... .max))"
        output = home.appending(path: "\(name).output")
        errors = home.appending(path: "\(name).errors")
        process = try ChildProcess(
            program + arguments,
            environment: RunningDaemon.environment(home: home).merging(environment) { $1 },
            in: home.path,
            output: .file(output.path),
            errors: .file(errors.path)
        )
    }

    var isRunning: Bool { process.isRunning }

    /// What it has written to its standard output so far.
    var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// The same for its standard error.
    var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Sends it a signal, unless its end has been seen.
    func send(_ signal: Int32) { process.send(signal) }

    /// Waits for its end.
    func finish() throws -> Result {
        Result(
            status: process.wait(),
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
