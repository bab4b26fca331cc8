import Logging
import Synchronization
import SystemdSupport
import Testing

@Suite("Journal fields")
struct JournalEntryTests {
    private static func fields(_ entry: JournalEntry) -> [String] {
        entry.fields.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("message, priority and name come first, then the metadata in order")
    func order() {
        let entry = JournalEntry(
            level: .notice,
            message: "done: x.tif",
            metadata: ["objects": "42", "image": "/data/x.tif", "ms": .stringConvertible(130)]
        )
        #expect(
            Self.fields(entry) == [
                "MESSAGE=done: x.tif", "PRIORITY=5", "SYSLOG_IDENTIFIER=segmentd", "SEGMENTD_IMAGE=/data/x.tif",
                "SEGMENTD_MS=130", "SEGMENTD_OBJECTS=42",
            ]
        )
    }

    @Test("a known kind of event brings its identifier")
    func messageID() {
        let entry = JournalEntry(level: .info, message: "m", metadata: ["event": .event(.imageDone)])
        let expected = "MESSAGE_ID=\(JournalEvent.imageDone.messageID)"
        #expect(Self.fields(entry).dropFirst(3) == [expected, "SEGMENTD_EVENT=image-done"])
        let other = JournalEntry(level: .info, message: "m", metadata: ["event": "lunch"])
        #expect(Self.fields(other).dropFirst(3) == ["SEGMENTD_EVENT=lunch"])
    }

    @Test("identifiers are 128 bits in hexadecimal, no two equal")
    func identifiers() {
        let identifiers = JournalEvent.allCases.map(\.messageID)
        #expect(Set(identifiers).count == identifiers.count)
        for identifier in identifiers {
            #expect(identifier.count == 32)
            #expect(identifier.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
        // Searches and alarms depend on it: an identifier once given out stays.
        #expect(JournalEvent.imageDone.messageID == "4764c15585a84f0788fe1300707e5ef5")
    }

    @Test("bytes pass unchanged, line breaks, zeros and all")
    func bytes() {
        let name: [UInt8] = [0x2F, 0xE4, 0x0A, 0x00, 0x3D, 0xFF]
        let entry = JournalEntry(level: .error, message: "a\nb", metadata: ["image": .bytes(name)])
        #expect(entry.fields.first == Array("MESSAGE=a\nb".utf8))
        #expect(entry.fields.last == Array("SEGMENTD_IMAGE=".utf8) + name)
    }

    @Test(
        "any key becomes a name that journald takes",
        arguments: [
            ("image", "SEGMENTD_IMAGE"), ("queue-length", "SEGMENTD_QUEUE_LENGTH"), ("_x.1", "SEGMENTD__X_1"),
            ("größe", "SEGMENTD_GR____E"),
            (String(repeating: "k", count: 80), "SEGMENTD_" + String(repeating: "K", count: 55)),
        ]
    )
    func names(key: String, name: String) {
        let entry = JournalEntry(level: .info, message: "m", metadata: [key: "v"])
        #expect(Self.fields(entry).last == "\(name)=v")
    }

    @Test("a list gives a field for each element, a dictionary one for each key")
    func nested() {
        let entry = JournalEntry(
            level: .info,
            message: "m",
            metadata: ["warnings": ["one", "two"], "time": ["write": "3", "read": "1"]]
        )
        #expect(
            Self.fields(entry).dropFirst(3) == [
                "SEGMENTD_TIME_READ=1", "SEGMENTD_TIME_WRITE=3", "SEGMENTD_WARNINGS=one", "SEGMENTD_WARNINGS=two",
            ]
        )
    }

    @Test("levels become the priorities of syslog(3)")
    func priorities() {
        #expect(Logger.Level.allCases.map(JournalEntry.priority(of:)) == [7, 7, 6, 5, 4, 3, 2])
    }

    @Test("an event brings its kind, and its level unless another is wanted")
    func events() {
        let lines = Lines()
        let log = Logger(label: "test") { _ in lines }
        log.event(.imageDone, "done", ["objects": "3"])
        log.event(.imageFailed, "failed")
        log.event(.imagePostponed, at: .debug, "later")
        #expect(
            lines.texts
                == ["info image-done 3 done", "warning image-failed - failed", "debug image-postponed - later"]
        )
    }

    @Test(
        "odd names are shown so that no two look alike",
        arguments: [
            ([0x61, 0x20, 0xC3, 0xA4], "a ä"), ([0x0A, 0x09, 0x1B, 0x7F], #"\n\t\x1B\x7F"#), ([0xE4, 0x62], #"\xE4b"#),
            ([0x5C, 0x6E], #"\\n"#), ([0xC3], #"\xC3"#), ([0xC2, 0x85], #"\xC2\x85"#),
            ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), ([0xF0, 0x9F, 0x94, 0xAC], "🔬"), ([], ""),
        ] as [([UInt8], String)]
    )
    func oddNames(bytes: [UInt8], text: String) {
        #expect(RawText(bytes).description == text)
    }
}

/// Keeps what is logged: level, kind, objects and message.
private final class Lines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var texts: [String] { lines.withLock(\.self) }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let metadata = event.metadata ?? [:]
        lines.withLock {
            $0.append("\(event.level) \(metadata["event"] ?? "-") \(metadata["objects"] ?? "-") \(event.message)")
        }
    }
}
