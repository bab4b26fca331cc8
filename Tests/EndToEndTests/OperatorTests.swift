import Foundation
import Glibc
import TestSupport
import Testing

/// The scripts beside the tests that know what an operator does.
private enum OperatorScript {
    private static let tests = AcquisitionFixtures.folder.deletingLastPathComponent()

    /// Whether a real systemd boots in a container here: it takes root, systemd-nspawn, and mounts.
    static let hasLab: Bool = {
        guard geteuid() == 0, FileManager.default.fileExists(atPath: "/usr/bin/systemd-nspawn") else { return false }
        let isUp = (try? run("Lab/systemd-lab.sh", "up", lab: "segmentd-probe").isWell) ?? false
        _ = try? run("Lab/systemd-lab.sh", "down", lab: "segmentd-probe")
        return isUp
    }()

    /// Runs a script with a lab of its own; gives whether it ended well, and what it said.
    static func run(_ script: String, _ arguments: String..., lab: String) throws -> (isWell: Bool, words: String) {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        var environment = ProcessInfo.processInfo.environment
        environment["LAB"] = "\(lab)-\(getpid())"
        let process = try ChildProcess(
            [tests.appending(path: script).path] + arguments,
            environment: environment,
            output: .file(folder.appending("output")),
            errors: .file(folder.appending("errors"))
        )
        let status = process.wait()
        let words = String(decoding: try folder.read("output") + folder.read("errors"), as: UTF8.self)
        return (status == 0, words.split(separator: "\n").filter { !$0.hasPrefix("pass") }.joined(separator: "\n"))
    }
}

/// What the operator's pages say, held against the program.
@Suite("The operator's pages")
struct OperatorPagesTests {
    @Test("they can be run, name commands that exist, and explain every message", .timeLimit(.minutes(5)))
    func consistent() throws {
        let check = try OperatorScript.run("Operator/run-docs.py", RunningDaemon.program.path, "--check", lab: "none")
        #expect(check.isWell, "\(check.words)")
    }
}

/// The service as an operator has it; `make lab` does all of it.
@Suite(
    "The service under a real systemd",
    .serialized,
    .enabled(if: OperatorScript.hasLab, "it takes root, and systemd-nspawn that boots")
)
struct OperatorTests {
    @Test("it starts, works, survives and stops as it should", .timeLimit(.minutes(5)))
    func service() throws {
        let check = try OperatorScript.run(
            "Lab/service-check.sh",
            "--short",
            RunningDaemon.program.path,
            lab: "segmentd-service"
        )
        #expect(check.isWell, "\(check.words)")
    }

    @Test("the first folder is set up by hand as the page says", .timeLimit(.minutes(5)))
    func byHand() throws {
        let check = try OperatorScript.run(
            "Operator/run-docs.py",
            RunningDaemon.program.path,
            "--only",
            "by-hand",
            lab: "segmentd-docs"
        )
        #expect(check.isWell, "\(check.words)")
    }
}
