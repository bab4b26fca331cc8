import Foundation
import TestSupport

/// A call of the built program as a person makes it; all that it keeps lies below the home of the test.
final class ProgramCall {
    private let process = Process()
    private let output: URL
    private let errors: URL
    private let end: DispatchSemaphore

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - program: instead of the program that was built together with the tests, for example with a wrapper in front.
    ///   - environment: more of it.
    init(
        _ arguments: [String],
        home: String,
        program: [String] = [RunningDaemon.program.path],
        environment: [String: String] = [:]
    ) throws {
        let files = URL(filePath: home)
        process.executableURL = URL(filePath: program[0])
        process.arguments = program.dropFirst() + arguments
        process.currentDirectoryURL = files
        process.environment = RunningDaemon.environment(home: files).merging(environment) { $1 }
        // Files rather than pipes: neither can fill up and stop the program.
        let name = ".call-\(UInt64.random(in: .min ... .max))"
        output = files.appending(path: "\(name).output")
        errors = files.appending(path: "\(name).errors")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        end = try process.runWithEnd()
    }

    /// Waits for its end.
    func finish() throws -> (status: Int32, output: String, errors: String) {
        end.wait()
        return (
            process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self),
            String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }
}
