import Logging
import Service
import Settings
import Synchronization
import SystemPackage
import SystemdSupport
import Testing
import WorkerProtocol

@Suite("Troubles, their beginnings and their ends")
struct TroubleBoardTests {
    private static func blocked(_ images: Int, _ headline: String = "/a cannot be written to") -> Trouble {
        var trouble = Trouble(
            "\(headline); \(images) wait",
            with: "waiting 0",
            headline: headline,
            folder: "/a",
            kind: .results
        )
        trouble.images = images
        return trouble
    }

    @Test("one that begins, changes and ends is told of at each step, one that stays as it is is not")
    func steps() {
        let board = TroubleBoard()
        let changes = Mutex<[String]>([])
        board.listen { change in
            changes.withLock {
                $0.append("\(change.step) \(change.subject) \(change.words ?? "-") \(change.folder?.string ?? "-")")
            }
        }
        board.note(Self.blocked(1))
        board.note(Self.blocked(1))
        board.note(Self.blocked(2))
        #expect(board.present.map(\.words) == ["/a cannot be written to; 2 wait"])
        board.end("waiting 0")
        board.end("waiting 0")
        board.note(Self.blocked(1))
        board.end("waiting 0", isSilent: true)
        #expect(board.present.isEmpty)
        #expect(
            changes.withLock(\.self) == [
                "begun waiting /a /a cannot be written to; 1 wait /a",
                "changed waiting /a /a cannot be written to; 2 wait /a", "over waiting /a - /a",
                "begun waiting /a /a cannot be written to; 1 wait /a",
            ]
        )
    }

    @Test("the journal has an entry for the beginning, one a day while it lasts, and one for the end with what waited")
    func journal() {
        let lines = EventLines()
        let board = TroubleBoard()
        board.listen(TroubleJournal(Logger(label: "test") { _ in lines }).say)
        let start = ContinuousClock.now
        for minute in 0..<60 {
            board.note(Self.blocked(min(minute + 1, 4)), at: start + .seconds(60 * minute))
            board.remind(at: start + .seconds(60 * minute))
        }
        // Fewer wait than before: it still concerned four.
        board.note(Self.blocked(2), at: start + .seconds(3600))
        for hour in 1..<50 { board.remind(at: start + .seconds(3600 * hour)) }
        board.end("waiting 0", at: start + .seconds(180_000))
        #expect(
            lines.texts == [
                "warning results-blocked 1 /a cannot be written to; 1 wait",
                "warning results-blocked 4 for 24 h now: /a cannot be written to; 2 wait",
                "warning results-blocked 4 for 2 d now: /a cannot be written to; 2 wait",
                "notice results-resumed 4 over after 2 d: /a cannot be written to; 4 images waited and are done late",
            ]
        )
    }

    @Test("another trouble with the same subject is news, and one that others tell of is not told of twice")
    func others() {
        let lines = EventLines()
        let board = TroubleBoard()
        board.listen(TroubleJournal(Logger(label: "test") { _ in lines }).say)
        board.note(Self.blocked(1))
        board.note(Self.blocked(1, "no room in /a"))
        board.note(Trouble("x", with: "y"))
        board.end("y")
        #expect(lines.texts.map { $0.suffix(6) } == ["1 wait", "1 wait"])
    }

    @Test("a daemon's status tells its journal")
    func status() {
        let lines = EventLines()
        let status = ServiceStatus(
            folderCount: 1,
            queue: ImageQueue(),
            log: Logger(label: "test") { _ in lines }
        )
        status.computes(on: "host", because: "no platform")
        status.computes(on: "host")
        status.computes(on: "cpu")
        status.computes(on: "cpu")
        #expect(lines.texts.map { $0.split(separator: " ")[1] } == ["host-computes", "device-recovered"])
    }
}

/// Keeps what is logged: level, kind, images and message.
private final class EventLines: LogHandler, Sendable {
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
            $0.append("\(event.level) \(metadata["event"] ?? "-") \(metadata["images"] ?? "-") \(event.message)")
        }
    }
}
