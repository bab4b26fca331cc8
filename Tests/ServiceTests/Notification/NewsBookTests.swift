import Service
import Settings
import Testing

@Suite("What is told, and how rarely")
struct NewsBookTests {
    private var daemon = ScriptedDaemon()

    @Test("nothing is told when all is well")
    mutating func well() throws {
        for number in 0..<200 {
            try daemon.finish(number)
            try daemon.wait(10)
        }
        #expect(daemon.told.isEmpty)
    }

    @Test("1,000 failures make two messages at most, however they are spread over an hour", arguments: [0, 0.05, 1, 3])
    mutating func thousandFailures(pause: Double) throws {
        var waited = 0.0
        for number in 0..<1000 {
            try daemon.fail(number, kind: number < 990 ? "truncated" : "no_channel")
            waited += pause
            if waited >= 1 {
                try daemon.wait(waited.rounded(.down))
                waited -= waited.rounded(.down)
            }
        }
        try daemon.wait(7200)
        #expect((1...2).contains(daemon.told.count))
        let counts = daemon.told.flatMap(\.news).compactMap { if case .failures(let news) = $0 { news } else { nil } }
        #expect(daemon.messages.first.map { $0.text.contains("copy the image again") } == true)
        #expect(daemon.told[0].at - 1000 <= 11, "the first is told at once")
        let words = daemon.messages.map(\.subject).joined()
        #expect(pause > 0 || words.contains("1,000 images failed in /data/scope1"))
        #expect(counts.count == daemon.told.count)
    }

    @Test("the digest counts, gives three examples, the reasons and what to do")
    mutating func digest() throws {
        for number in 0..<1000 { try daemon.fail(number, kind: number < 990 ? "truncated" : "no_channel") }
        try daemon.wait(60)
        let text = try #require(daemon.messages.first).text
        #expect(text.contains("1,000 images failed in /data/scope1"))
        #expect(
            text.contains("- 990 × truncated: a_0.tif ends before its last strip\n  what to do: copy the image again")
        )
        #expect(text.contains("a_0.tif\n") && text.contains("a_2.tif\n") && !text.contains("a_3.tif"))
        #expect(text.contains("More: segmentd explain /data/scope1/a_0.tif"))
        #expect(text.contains("journalctl -u segmentd"))
    }

    @Test("that images succeed again is told also after the computer was started anew")
    mutating func reboot() throws {
        try daemon.fail(0)
        try daemon.wait(3600)
        #expect(daemon.told.count == 1)
        try daemon.reboot()
        for number in 1...20 {
            try daemon.finish(number)
            try daemon.wait(60)
        }
        #expect(daemon.messages.last?.subject.contains("succeed again") == true)
    }

    @Test("a folder that goes on failing for a day is told of ever more rarely")
    mutating func endless() throws {
        for number in 0..<1440 {
            try daemon.fail(number)
            try daemon.wait(60)
        }
        #expect((3...8).contains(daemon.told.count))
    }

    @Test("that images succeed again is told, with those that were done since")
    mutating func allClear() throws {
        for number in 0..<20 { try daemon.fail(number) }
        try daemon.wait(60)
        for number in 0..<12 { try daemon.finish(number) }
        try daemon.wait(600)
        #expect(daemon.told.count == 2)
        let last = try #require(daemon.messages.last)
        #expect(last.kind == "all_clear" && last.subject.contains("images of /data/scope1 succeed again"))
        #expect(last.text.contains("12 images that had failed were done since."))
        #expect(last.text.contains("8 images that failed still have no result."))
        try daemon.wait(86_400)
        #expect(daemon.told.count == 2)
    }

    @Test("one bad image among good ones is told once")
    mutating func oneBad() throws {
        for number in 0..<600 {
            if number == 100 { try daemon.fail(number) } else { try daemon.finish(number) }
            try daemon.wait(1)
        }
        #expect(daemon.told.count == 1)
        #expect(daemon.messages[0].text.contains("images of the folder were done"))
    }

    @Test("a trouble is told, again once a day, and when it is over")
    mutating func trouble() throws {
        try daemon.trouble("/data/scope1 cannot be written to; give the group the right to")
        try daemon.wait(3 * 86_400)
        #expect(daemon.told.count == 3)
        #expect(daemon.messages.map(\.kind) == ["alarm", "reminder", "reminder"])
        #expect(daemon.messages[1].subject.contains("for 24 hours: /data/scope1 cannot be written to"))
        try daemon.trouble(nil)
        try daemon.wait(3600)
        #expect(daemon.told.count == 4 && daemon.messages[3].kind == "all_clear")
        #expect(daemon.messages[3].subject.contains("over: /data/scope1 cannot be written to"))
    }

    @Test("a trouble of some seconds is not told")
    mutating func short() throws {
        try daemon.trouble("/data/scope1 is missing")
        try daemon.wait(5)
        try daemon.trouble(nil)
        try daemon.wait(3600)
        #expect(daemon.told.isEmpty)
    }

    @Test("a trouble that comes and goes makes few messages", arguments: [5, 30, 240, 1200])
    mutating func flapping(half: Double) throws {
        for _ in 0..<Int(14_400 / (2 * half)) {
            try daemon.trouble("/data/scope1 is missing")
            try daemon.wait(half)
            try daemon.trouble(nil)
            try daemon.wait(half)
        }
        #expect((1...10).contains(daemon.told.count))
        try daemon.wait(43_200)
        #expect((1...11).contains(daemon.told.count))
        let isLeft = if case .trouble = daemon.told.last?.news.last { true } else { false }
        #expect(!isLeft, "the last word is that it is over, or that it comes and goes")
    }

    @Test("several things of one moment are one message, the bad ones first")
    mutating func together() throws {
        try daemon.trouble("/data/scope1 is missing")
        try daemon.trouble("computing on the host", with: "device")
        try daemon.wait(5)
        try daemon.fail(1, in: "/data/scope2")
        try daemon.wait(60)
        #expect(daemon.told.map(\.news.count) == [2, 1] || daemon.told.map(\.news.count) == [3])
        #expect(daemon.messages[0].subject.contains(", and 1 more"))
    }

    @Test("doubtful images wait for a quiet moment, and only where they are asked for")
    mutating func flags() throws {
        for number in 0..<40 {
            try daemon.finish(number, flags: number < 30 ? ["no_objects"] : ["blank", "no_objects"])
            try daemon.wait(1)
        }
        try daemon.wait(3600)
        #expect(daemon.told.count == 1)
        #expect(daemon.messages[0].text.contains("40 images doubtful in /data/scope1\n- 40 × no_objects\n- 10 × blank"))
        var other = ScriptedDaemon()
        other.topics = [.failures, .troubles]
        try other.finish(1, flags: ["blank"])
        try other.wait(3600)
        #expect(other.told.isEmpty)
    }

    @Test("a refused classifier is told with its reason, and that a good one is in force")
    mutating func classifier() throws {
        try daemon.hear([
            "event": "classifier", "file": "/etc/segmentd/nuclei.cl", "change": "refused",
            "reason": "line 3: not a forest",
        ])
        try daemon.trouble("nuclei.cl refused", with: "/etc/segmentd/nuclei.cl")
        try daemon.wait(60)
        try daemon.trouble(nil, with: "/etc/segmentd/nuclei.cl")
        try daemon.hear(["event": "classifier", "file": "/etc/segmentd/nuclei.cl", "change": "in_force"])
        try daemon.wait(3600)
        #expect(daemon.told.count == 2)
        #expect(daemon.messages[0].subject.contains("nuclei.cl"))
        #expect(daemon.messages[1].kind == "all_clear")
    }

    @Test("what was collected outlives a restart, and is told once")
    mutating func restart() throws {
        try daemon.fail(1)
        try daemon.wait(60)
        for number in 2..<50 { try daemon.fail(number) }
        try daemon.restart()
        try daemon.wait(3600)
        #expect(daemon.told.count == 2)
        #expect(daemon.messages[1].text.contains("48 images failed"))
    }
}
