import Foundation
import Glibc
import TestSupport

/// The built program, running as a daemon on a configuration, with its own state and cache.
final class RunningDaemon {
    private let process: ChildProcess
    private let logFile: URL
    let notify: NotifySocket

    /// The program that was built together with the tests.
    static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("segmentd")

    /// Starts the daemon; everything it keeps lies below `home`.
    init(configuration: URL, home: URL, name: String) throws {
        logFile = home.appendingPathComponent("\(name).log")
        notify = try NotifySocket(path: home.appendingPathComponent("\(name).sock").path)
        process = try ChildProcess(
            [Self.program.path, "watch", "--config", configuration.path],
            environment: Self.environment(home: home).merging(["NOTIFY_SOCKET": notify.path]) { $1 },
            output: .null,
            errors: .file(logFile.path)
        )
    }

    /// The environment of a user whose home is `home`.
    static func environment(home: URL) -> [String: String] {
        [
            "HOME": home.path,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": home.appendingPathComponent("state").path,
            // One kernel cache for all tests: compiling once is enough.
            "XDG_CACHE_HOME": FileManager.default.temporaryDirectory.appendingPathComponent("segmentd-test-cache").path,
            "XDG_RUNTIME_DIR": home.appendingPathComponent("run").path,
        ]
    }

    var log: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

    func waitUntilReady() throws {
        try notify.wait(for: "READY; the log says: \(log)", until: isReady)
    }

    /// The same without keeping a thread from other tests.
    func waitUntilReady() async throws {
        try await notify.wait(for: "READY; the log says: \(log)", until: isReady)
    }

    private func isReady(_ messages: [String]) throws -> Bool {
        let isReady = messages.contains { $0.contains("READY=1") }
        guard process.isRunning || isReady else { throw EndToEndError("the daemon ended: \(log)") }
        return isReady
    }

    /// The process identifiers of its worker processes.
    var workers: [pid_t] {
        let children = "/proc/\(process.identifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: children)) ?? []
        return threads.flatMap { thread in
            ((try? String(contentsOfFile: "\(children)/\(thread)/children", encoding: .utf8)) ?? "")
                .split(separator: " ").compactMap { pid_t($0) }
        }
    }

    /// Sends it a signal.
    func send(_ signal: Int32) { process.send(signal) }

    /// Asks it to stop, waits, and gives its exit status.
    func terminate() throws -> Int32 {
        process.send(SIGTERM)
        // A daemon that is not listened to waits with its last words.
        try notify.wait(for: "the end of the daemon", seconds: 60) { _ in !process.isRunning }
        return process.wait()
    }

    /// The same without keeping a thread from other tests.
    func terminate() async throws -> Int32 {
        process.send(SIGTERM)
        try await notify.wait(for: "the end of the daemon", seconds: 60) { _ in !process.isRunning }
        return process.wait()
    }
}
