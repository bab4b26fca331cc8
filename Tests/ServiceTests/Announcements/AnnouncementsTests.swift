import Foundation
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// What listeners of a daemon are told, over its socket.
@Suite("Announcements")
struct AnnouncementsTests {
    private let acquisition: Acquisition
    private let daemon: DaemonParts
    private var announcements: Announcements { daemon.status.announcements }

    init() async throws {
        acquisition = try await Acquisition()
        daemon = DaemonParts(acquisition)
    }

    /// The next events of a stream, as any program reads them; those that come within a second of the one before.
    private func next(_ count: Int, of stream: Listening) async throws -> [[String: Any]] {
        try await stream.next(count).map {
            try #require(JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
    }

    @Test("whoever listens hears first what is wrong, then what happens, with the keys that the README names")
    func keys() async throws {
        daemon.status.trouble("/data/a is gone", with: "folder 0")
        try await daemon.answering {
            let stream = try await Listening(daemon.socket)
            daemon.status.trouble(nil, with: "folder 0")
            announcements.send(.classifierInForce("/models/nuclei.cl", digest: "0123456789abcdef", generation: 2))
            announcements.send(.classifierRefused("/models/nuclei.cl", reason: "it is damaged"))
            announcements.send(.configuration(.refused, reason: "line 3"))
            announcements.send(Announcement(.stopping))
            let events = try await next(6, of: stream)
            let folder = acquisition.settings.path.string
            #expect(
                events.map { $0["event"] as? String } == [
                    "trouble", "recovered", "classifier", "classifier", "configuration", "stopping",
                ]
            )
            #expect(Set(events[0].keys) == ["event", "subject", "words", "folder"])
            #expect(events[0]["subject"] as? String == "folder \(folder)" && events[0]["folder"] as? String == folder)
            #expect(events[0]["words"] as? String == "/data/a is gone")
            #expect(events[1]["subject"] as? String == "folder \(folder)" && events[1]["words"] == nil)
            #expect(
                events[2]["change"] as? String == "in_force" && events[2]["classifier"] as? String == "0123456789ab"
            )
            #expect(events[3]["change"] as? String == "refused" && events[3]["reason"] as? String == "it is damaged")
            #expect(events[3]["file"] as? String == "/models/nuclei.cl")
            #expect(events[4]["reason"] as? String == "line 3")
            let numbers = events.dropFirst().compactMap { $0["sequence"] as? Int }
            #expect(numbers == Array(2...6))
            let time = try #require(events[1]["time"] as? String)
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(time)")
        }
    }

    @Test("a listener hears the kinds it asked for, and of its folder; unknown ones are refused with those there are")
    func kinds() async throws {
        try await daemon.answering {
            let stream = try await Listening(daemon.socket, kinds: ["recovered"], folder: acquisition.settings.path)
            daemon.status.trouble("gone", with: "folder 0")
            daemon.status.trouble("full", with: "storage /elsewhere")
            daemon.status.trouble(nil, with: "storage /elsewhere")
            daemon.status.trouble(nil, with: "folder 0")
            let events = try await next(2, of: stream)
            // A trouble of no watched folder may concern each.
            #expect(
                events.map { $0["subject"] as? String } == [
                    "storage /elsewhere", "folder \(acquisition.settings.path)",
                ]
            )
            let refusal = try await daemon.exchange(#"{"protocol":1,"command":"events","kinds":["nonsense"]}"#)
            #expect(refusal.contains("bad_request") && refusal.contains("image_done"), "\(refusal)")
            let elsewhere = try await daemon.exchange(#"{"protocol":1,"command":"events","folder":"/elsewhere"}"#)
            #expect(elsewhere.contains("not_watched"), "\(elsewhere)")
        }
    }

    @Test("one who takes nothing loses the newest, is told how many, and holds up nobody", .timeLimit(.minutes(2)))
    func slow() async throws {
        try await daemon.answering {
            let slow = try await Listening(daemon.socket, kinds: ["configuration"])
            let quick = try await Listening(daemon.socket, kinds: ["configuration"])
            let reason = String(repeating: "x", count: 1000)
            let count = 5000
            for number in 1...count {
                announcements.send(.configuration(.refused, reason: "\(number) \(reason)"))
                // The quick one reads along.
                if number % 100 == 0 { #expect(try await next(100, of: quick).count == 100) }
            }
            var (heard, lost, last) = (0, 0, 0)
            while heard + lost < count {
                for event in try await next(1, of: slow) {
                    if event["event"] as? String == "lost" {
                        lost += try #require(event["count"] as? Int)
                    } else {
                        heard += 1
                        let number = try #require((event["reason"] as? String)?.split(separator: " ").first)
                        #expect(Int(number) ?? 0 > last)
                        last = Int(number) ?? 0
                    }
                }
            }
            #expect(heard + lost == count && lost > count / 2 && heard >= 1000, "\(heard) heard, \(lost) lost")
        }
    }

    @Test("32 listen at most, beside those who ask; who closes makes room")
    func crowd() async throws {
        try await daemon.answering {
            var streams: [Listening] = []
            for _ in 0..<32 { streams.append(try await Listening(daemon.socket)) }
            let refusal = try await daemon.exchange(#"{"protocol":1,"command":"events"}"#)
            #expect(refusal.contains("\"busy\""), "\(refusal)")
            let report: StatusReport = try await daemon.ask(DaemonRequest("status"))
            #expect(report.version == Version.current)
            streams.removeLast()
            // The daemon sees the end of one by itself.
            let one = try await Listening(daemon.socket, patience: .seconds(30))
            announcements.send(Announcement(.stopping))
            #expect(try await next(1, of: one).count == 1)
        }
    }

    @Test("what a daemon says last is heard, and then the end")
    func end() async throws {
        var stream: Listening?
        try await daemon.answering {
            stream = try await Listening(daemon.socket)
            announcements.send(Announcement(.stopping))
        }
        let events = try await next(1, of: #require(stream))
        #expect(events.map { $0["event"] as? String } == ["stopping"])
        #expect(try await #require(stream).next(1).isEmpty)
    }

    @Test("a trouble whose words change with each image is told again with the next beat")
    func changing() async throws {
        try await daemon.answering {
            let stream = try await Listening(daemon.socket, kinds: ["trouble", "recovered", "beat"])
            for number in 1...1000 { daemon.status.trouble("\(number) images wait", with: "waiting 0") }
            announcements.beat()
            daemon.status.trouble(nil, with: "waiting 0")
            let events = try await next(4, of: stream)
            #expect(events.map { $0["event"] as? String } == ["trouble", "trouble", "beat", "recovered"])
            #expect(events.map { $0["words"] as? String } == ["1 images wait", "1000 images wait", nil, nil])
        }
    }
}
