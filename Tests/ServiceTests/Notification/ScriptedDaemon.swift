import Foundation
import Service
import Settings

/// A daemon whose happenings come at told times: no clock is looked at.
struct ScriptedDaemon {
    private(set) var book = NewsBook()
    private(set) var now = 1000.0
    var timing = NewsTiming()
    var topics = Set(NotifyTopic.allCases)
    /// What was told, with the time of each.
    private(set) var told: [(at: Double, news: [News])] = []
    /// The daemon gives a sign every 10 s.
    var beats = true

    init() { book.connect(at: now) }

    /// The messages about what was told, as mails.
    var messages: [Message] {
        var settings = NotifySettings()
        settings.mail = ["facility@example.org"]
        return told.flatMap {
            MessageWriter(host: "scope-pc", unit: "segmentd")
                .messages(of: $0.news, settings: settings, contacts: [:], time: "2026-11-29 13:40:00 +0000")
        }
    }

    mutating func hear(_ event: [String: Any]) throws {
        let line = try JSONSerialization.data(withJSONObject: event)
        book.hear(try JSONDecoder().decode(HeardEvent.self, from: line), at: now, timing)
    }

    mutating func fail(_ number: Int, in folder: String = "/data/scope1", kind: String = "truncated") throws {
        try hear([
            "event": "image_failed", "folder": folder, "image": "\(folder)/a_\(number).tif",
            "error": [
                "kind": kind, "message": "a_\(number).tif ends before its last strip", "remedy": "copy the image again",
            ],
        ])
    }

    mutating func finish(_ number: Int, in folder: String = "/data/scope1", flags: [String] = []) throws {
        try hear(["event": "image_done", "folder": folder, "image": "\(folder)/a_\(number).tif", "flags": flags])
    }

    mutating func trouble(_ words: String?, with subject: String = "folder 0") throws {
        var event: [String: Any] = ["event": words == nil ? "recovered" : "trouble", "subject": subject]
        event["words"] = words
        event["folder"] = "/data/scope1"
        try hear(event)
    }

    mutating func connect() { book.connect(at: now) }

    /// Lets so many seconds pass; messages are looked for each second, and each ten where it takes long.
    mutating func wait(_ seconds: Double) throws {
        let end = now + seconds
        while now < end {
            let step = seconds > 600 ? 10.0 : 1
            now += step
            if beats, (now / 10).rounded(.down) > ((now - step) / 10).rounded(.down) {
                book.hear(Self.beat, at: now, timing)
            }
            let (news, _) = book.tell(about: topics, at: now, timing)
            if !news.isEmpty { told.append((now, news)) }
        }
    }

    private static let beat = HeardEvent(line: Array("{\"event\":\"beat\"}".utf8))!

    /// The same after the computer was started anew, a minute ago: its clock began again.
    mutating func reboot() throws {
        try restart()
        book.shift(by: 60 - now)
        now = 60
        connect()
    }

    /// The same after the process was started anew.
    mutating func restart() throws {
        book = try JSONDecoder().decode(NewsBook.self, from: JSONEncoder().encode(book))
    }
}
