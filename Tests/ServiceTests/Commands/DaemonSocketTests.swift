import Foundation
import Glibc
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Commands to the running daemon")
struct DaemonSocketTests {
    private let acquisition: Acquisition
    private let daemon: DaemonParts

    init() async throws {
        acquisition = try await Acquisition()
        daemon = DaemonParts(acquisition)
    }

    @Test("status holds the line that systemd shows, as it is now, for those of the group alone")
    func status() async throws {
        try await daemon.answering {
            let report: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(report.line == daemon.status.line && report.folders.map(\.path.path) == [acquisition.settings.path])
            daemon.status.trouble("/a is gone", with: "folder 0")
            let degraded: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(degraded.line.hasPrefix("degraded: /a is gone | watching"))
            #expect(degraded.folders[0].troubles == ["/a is gone"])
            let permissions = try FileManager.default
                .attributesOfItem(atPath: daemon.socket.path.string)[.posixPermissions]
            #expect(permissions as? Int == 0o660)
        }
        #expect(!FileManager.default.fileExists(atPath: daemon.socket.path.string))
    }

    @Test("a request names its version, an answer carries it; what is no request is refused with words")
    func versions() async throws {
        try await daemon.answering {
            let answer = try await daemon.exchange(#"{"protocol":1,"command":"status"}"#)
            let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
            #expect(object?["protocol"] as? Int == 1 && object?["version"] as? String == Version.current)
            #expect((object?["answer"] as? [String: Any])?["uptime_seconds"] is Double)
            let refusals = [
                (#"{"protocol":2,"command":"status"}"#, "version 2"),
                (#"{"protocol":1,"command":"nonsense"}"#, "explain"),
                ("status", "protocol"), ("", "protocol"), (#"{"protocol":1,"command":"retry"}"#, "files"),
                (#"{"protocol":1,"command":"explain","files":["x.tif"]}"#, "absolute"),
                (#"{"protocol":1,"command":"pause","folder":"/elsewhere"}"#, "/elsewhere"),
                (String(repeating: "x", count: 1 << 20), "longer"),
            ]
            for (request, word) in refusals {
                let answer = try await daemon.exchange(request)
                let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
                let error = object?["error"] as? [String: Any]
                let message = error?["message"] as? String ?? ""
                #expect(message.contains(word), "\(answer.prefix(300))")
                #expect((error?["remedy"] as? String)?.isEmpty == false && object?["protocol"] as? Int == 1)
            }
        }
    }

    @Test("callers that send nothing, half a line, or take no answer hold nobody up", .timeLimit(.minutes(1)))
    func badCallers() async throws {
        try await daemon.answering {
            var sockets: [Int32] = []
            defer { for socket in sockets { close(socket) } }
            for number in 0..<15 {
                let socket = try #require(connected())
                sockets.append(socket)
                if number % 2 == 1 { _ = send(socket, "{\"protocol\"", 11, 0) }
                // Asks, and never takes the answer.
                if number == 14 { _ = send(socket, "{\"protocol\":1,\"command\":\"status\"}\n", 34, 0) }
            }
            let begin = ContinuousClock.now
            let report: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(report.version == Version.current)
            // One after the other, each would have been waited for: 14 × 2 s.
            #expect(.now - begin < .seconds(26))
        }
    }

    @Test("more callers than are listened to are told to come again, and answered when there is room")
    func crowd() async throws {
        try await daemon.answering {
            var sockets: [Int32] = []
            defer { for socket in sockets { close(socket) } }
            for _ in 0..<40 { sockets.append(try #require(connected())) }
            let report: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(report.version == Version.current)
        }
    }

    @Test("nobody there is said with the remedy; a socket that a killed daemon left is taken over")
    func absent() async throws {
        for _ in 0..<2 {
            let failure = try #require(throws: Failure.self) {
                try daemon.socket.ask(DaemonRequest("status"), for: StatusReport.self)
            }
            #expect(failure.kind == Failure.unreachableKind)
            #expect(failure.message.contains(daemon.socket.path.string) && failure.remedy.contains("systemctl start"))
            // What a killed daemon leaves: a name that nobody listens to.
            try acquisition.folder.write([], to: "daemon.socket")
        }
        try await daemon.answering {
            let report: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(report.line.hasPrefix("watching"))
        }
    }

    @Test("names that are no UTF-8 go both ways, byte for byte")
    func bytes() async throws {
        let name = FilePath(platformString: [0x2F, -1, 0x0A, 0x2E, 0x74, 0x69, 0x66, 0])
        try await daemon.answering {
            let report: ExplainReport = try await daemon.ask(DaemonRequest("explain", files: [name]))
            #expect(report.images.map(\.image.path) == [name] && report.images[0].state == .outside)
        }
    }

    /// A connection to the daemon's socket on which nothing was said.
    private func connected() -> Int32? {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(daemon.socket.path.string.utf8)) }
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return status == 0 ? socket : nil
    }
}
