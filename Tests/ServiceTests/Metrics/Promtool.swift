import Dispatch
import Foundation
import TestSupport

/// Prometheus' own checker, which knows nothing of this program.
enum Promtool {
    static let path = "/usr/bin/promtool"
    /// What a suite says that is skipped without it.
    static let missing = "it takes promtool (package prometheus)"

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs it, on a thread of its own; gives its exit status and all that it said.
    static func run(_ arguments: [String], input: Data? = nil) async throws -> (status: Int32, words: String) {
        let folder = try TemporaryFolder()
        let said = folder.appending("said")
        if let input { try input.write(to: URL(filePath: folder.appending("input"))) }
        let place = folder.appending("input")
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let script = "\(path) \(words) \(input == nil ? "" : "< '\(place)'") > '\(said)' 2>&1"
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try ChildProcess(["/bin/sh", "-c", script]).wait() })
            }
        }
        return (status, (try? String(contentsOfFile: said, encoding: .utf8)) ?? "")
    }
}
