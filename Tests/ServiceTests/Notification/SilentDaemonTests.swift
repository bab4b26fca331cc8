import Service
import Settings
import Testing

@Suite("A daemon that does not answer")
struct SilentDaemonTests {
    private var daemon = ScriptedDaemon()

    @Test("it is told within a minute, and that it answers again")
    mutating func gone() throws {
        try daemon.wait(100)
        daemon.beats = false
        try daemon.wait(60)
        #expect(daemon.messages.map(\.subject) == ["segmentd on scope-pc: the daemon does not answer"])
        #expect(daemon.messages[0].text.contains("systemctl status segmentd"))
        daemon.connect()
        daemon.beats = true
        try daemon.wait(600)
        #expect(daemon.messages.map(\.kind) == ["alarm", "all_clear"])
        #expect(daemon.messages[1].subject.contains("the daemon answers again"))
    }

    @Test("a clean stop is none, however long it is stopped")
    mutating func stopped() throws {
        try daemon.hear(["event": "stopping"])
        daemon.beats = false
        try daemon.wait(3 * 86_400)
        #expect(daemon.told.isEmpty)
    }

    @Test("nor is one that finishes its images first, and tells of them")
    mutating func stoppedAtWork() throws {
        try daemon.hear(["event": "stopping"])
        try daemon.finish(0)
        try daemon.hear(["event": "beat"])
        daemon.beats = false
        try daemon.wait(3 * 86_400)
        #expect(daemon.told.isEmpty)
    }

    @Test("a crash from which it is back within seconds is none, but one after the other is told")
    mutating func crashes() throws {
        daemon.beats = false
        try daemon.wait(8)
        daemon.connect()
        daemon.beats = true
        try daemon.wait(600)
        #expect(daemon.told.isEmpty)
        for _ in 0..<100 {
            daemon.beats = false
            try daemon.wait(36)
            daemon.connect()
            try daemon.hear(["event": "beat"])
        }
        daemon.beats = true
        try daemon.wait(7200)
        #expect((1...3).contains(daemon.told.count))
    }

    @Test("one that never answered has the time that a start may take")
    func never() throws {
        var book = NewsBook()
        let timing = NewsTiming()
        var told: [Double] = []
        for second in 0..<1000 {
            let now = 1000 + Double(second)
            book.miss(at: now, timing)
            if !book.tell(about: [.troubles], at: now, timing).news.isEmpty { told.append(Double(second)) }
        }
        #expect(told.count == 1 && told[0] >= 300 && told[0] < 330)
    }

    @Test("troubles that are not repeated after a new start are over")
    mutating func restarted() throws {
        try daemon.trouble("/data/scope1 is missing")
        try daemon.trouble("/data/scope2 is missing", with: "folder 1")
        try daemon.wait(60)
        try daemon.hear(["event": "stopping"])
        try daemon.wait(5)
        daemon.connect()
        try daemon.trouble("/data/scope2 is missing", with: "folder 1")
        try daemon.wait(3600)
        let over = daemon.told.flatMap(\.news).compactMap { if case .over(let trouble) = $0 { trouble } else { nil } }
        #expect(daemon.told.count == 2 && over.count == 1)
        #expect(daemon.messages[1].subject.contains("over: /data/scope1 is missing"))
    }
}
