import Foundation
import TestSupport

/// Other people's programs, as the second opinion of the tests.
enum Tools {
    /// Runs `script` with Debian's Python, which has tifffile; returns what it prints.
    static func python(_ script: String, _ arguments: [String] = []) throws -> String {
        try run("/usr/bin/python3", ["-W", "ignore", "-c", script] + arguments)
    }

    /// SHA-256 of each file of `folder`, by name.
    static func digests(ofFilesIn folder: String) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let output = try run("/usr/bin/sha256sum", names.map { folder + "/" + $0 })
        let digests = output.split(separator: "\n").map { String($0.prefix(64)) }
        return Dictionary(uniqueKeysWithValues: zip(names, digests))
    }

    /// SHA-256 of the file `path`.
    static func digest(ofFile path: String) throws -> String {
        try String(run("/usr/bin/sha256sum", [path]).prefix(64))
    }

    /// Calls `body` with a folder of its own, removed afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        try TemporaryFolder.with { try body($0.url.path) }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        try withFolder { folder in
            let output = folder + "/output"
            // A file rather than a pipe, which could fill up.
            let status = try ChildProcess([program] + arguments, output: .file(output)).wait()
            guard status == 0 else {
                throw ToolError(program: program, status: status)
            }
            return try String(contentsOfFile: output, encoding: .utf8)
        }
    }
}

struct ToolError: Error {
    var program: String
    var status: Int32
}
