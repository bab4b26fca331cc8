import Foundation
import Logging
import Service
import ServiceLifecycle
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Commands to the running daemon")
struct DaemonSocketTests {
    private let folder: TemporaryFolder
    private let socket: DaemonSocket

    init() throws {
        folder = try TemporaryFolder()
        socket = DaemonSocket(in: folder.path)
    }

    private static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Asks from a thread of its own: the service needs those of tasks, of which there are few, to answer.
    private func ask(_ word: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [socket] in
                continuation.resume(with: Result { try socket.ask(word, patience: .seconds(60)) })
            }
        }
    }

    /// Runs `body` while a daemon with this status answers.
    private func answering(_ status: ServiceStatus, _ body: () async throws -> Void) async throws {
        let service = CommandService(socket, DaemonControls(status: status), log: Self.log)
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            while !FileManager.default.fileExists(atPath: socket.path.string) {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await body()
            group.cancelAll()
        }
    }

    @Test("status is the line that systemd shows, as it is now, for those of the group alone")
    func status() async throws {
        let status = ServiceStatus(folderCount: 2, queue: ImageQueue(folderCount: 2))
        try await answering(status) {
            #expect(try await ask("status") == status.line + "\n")
            status.trouble("/a is gone", with: "folder 0")
            #expect(try await ask("status").hasSuffix("degraded: /a is gone\n"))
            let permissions = try FileManager.default.attributesOfItem(atPath: socket.path.string)[.posixPermissions]
            #expect(permissions as? Int == 0o660)
        }
        #expect(!FileManager.default.fileExists(atPath: socket.path.string))
    }

    @Test("a word that is no command, a caller that says nothing and one that says too much hold nobody up")
    func badCallers() async throws {
        try await answering(ServiceStatus(folderCount: 1, queue: ImageQueue(folderCount: 1))) {
            for word in ["nonsense", "", String(repeating: "x", count: 100_000)] {
                let failure = try await #require(throws: Failure.self) { try await ask(word) }
                #expect(failure.kind == "daemon_unreachable" && !failure.remedy.isEmpty)
            }
            #expect(try await ask("status").hasPrefix("watching 1 folder"))
        }
    }

    @Test("nobody there is said with the remedy; a socket that a killed daemon left is taken over")
    func absent() async throws {
        for _ in 0..<2 {
            let failure = try #require(throws: Failure.self) { try socket.ask("status") }
            #expect(failure.message.contains(socket.path.string) && failure.remedy.contains("systemctl start"))
            // What a killed daemon leaves: a name that nobody listens to.
            try folder.write([], to: "daemon.socket")
        }
        try await answering(ServiceStatus(folderCount: 1, queue: ImageQueue(folderCount: 1))) {
            // The file is there before the socket is.
            try await Task.sleep(for: .milliseconds(200))
            #expect(try await ask("status").hasPrefix("watching"))
        }
    }
}
