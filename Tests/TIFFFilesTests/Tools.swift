import Foundation

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

    /// Calls `body` with a folder of its own, removed afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "segmentd-tiff-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolError(program: program, status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }
}

struct ToolError: Error {
    var program: String
    var status: Int32
}
