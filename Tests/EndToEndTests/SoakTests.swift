import Foundation
import Glibc
import TestSupport
import Testing

/// The short form of each row of `make soak`: the program is killed, starved, flooded and lied to, by scripts that share
/// no code with it.
enum Soak {
    /// The exit status of a script that cannot run on this computer.
    private static let skipped: Int32 = 77

    /// Runs a script of `Tests/Soak` in its short form; gives its exit status, and what it said.
    static func run(_ row: String) throws -> (isHeld: Bool, words: String) {
        let script = AcquisitionFixtures.folder.deletingLastPathComponent().appending(path: "Soak/\(row).py")
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let process = try ChildProcess(
            ["/usr/bin/python3", script.path, RunningDaemon.program.path, "--short"],
            output: .file(folder.appending("output")),
            errors: .file(folder.appending("errors"))
        )
        let status = process.wait()
        let words = String(decoding: try folder.read("output") + folder.read("errors"), as: UTF8.self)
        if status == skipped { print("\(row) was skipped: \(words)") }
        return (status == 0 || status == skipped, words)
    }
}

/// What every computer can do.
@Suite("Soak in short", .serialized)
struct SoakTests {
    @Test(
        "each figure is held",
        .timeLimit(.minutes(5)),
        arguments: [
            "kill", "errors", "latency", "burst", "writers", "reload", "mutants", "poison", "cache", "paths", "verify",
            "workers", "versions", "experiment", "projects",
            "memory", "events", "examples", "follow",
        ]
    )
    func holds(row: String) throws {
        let result = try Soak.run(row)
        #expect(result.isHeld, "\(result.words)")
    }
}

/// What needs a file system of its own.
@Suite(
    "Soak on a full and a read-only disk",
    .enabled(
        if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/dev/loop-control"),
        "it takes root and loop devices"
    )
)
struct SoakDiskTests {
    @Test("each figure is held", .timeLimit(.minutes(5)))
    func holds() throws {
        let result = try Soak.run("disk")
        #expect(result.isHeld, "\(result.words)")
    }
}
