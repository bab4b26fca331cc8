import Concurrency
import Files
import FoundationEssentials
import Logging
import ServiceLifecycle
import Settings
import SystemPackage
import SystemdSupport
import UnixSignals
import WorkerProtocol

/// Hears what happens in the daemon and writes the messages that tell of it.
struct NotifyService: Service {
    let listener: DaemonListener

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await listener.turn() }
            await listener.save()
        }
    }
}

/// Listens to the daemon and keeps the book of its news, on a queue of its own: reading from the socket blocks.
actor DaemonListener {
    /// How long a turn may wait for a line.
    private static let patience: Duration = .seconds(1)
    /// How often a daemon that is not there is looked for, in seconds.
    private static let retry = 2.0
    /// How often the book is written down, in seconds.
    private static let saving = 30.0
    private static let mostUnkept = 100
    /// So many lines are heard in one turn.
    private static let mostHeard = 10_000

    private let executor = QueueExecutor(label: "segmentd.listening")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let socket: DaemonSocket
    private let writer: MessageWriter
    private let outbox: Outbox
    private let configuration: NotifyConfiguration
    private let timing: @Sendable (NotifySettings) -> NewsTiming
    private let bookFile: FilePath
    private let log: Logger
    private var book: NewsBook
    private var saved: Double
    private var stream: EventStream?
    private var nextTry = 0.0
    /// Messages that could not be written down.
    private var unkept: [Message] = []
    /// Whether it was said that the daemon cannot be heard.
    private var isMissing = false

    init(
        socket: DaemonSocket,
        writer: MessageWriter,
        outbox: Outbox,
        configuration: NotifyConfiguration,
        timing: @escaping @Sendable (NotifySettings) -> NewsTiming,
        state: FilePath,
        log: Logger
    ) {
        (self.socket, self.writer, self.outbox) = (socket, writer, outbox)
        (self.configuration, self.timing, self.log) = (configuration, timing, log)
        bookFile = state.appending("news.json")
        saved = Uptime.now
        book = KeptBook.read(bookFile) ?? NewsBook()
    }

    /// Takes in what the daemon says within a second, and writes the messages that are due.
    func turn() async {
        configuration.refresh()
        guard configuration.isActive else {
            // Nobody is told; what happens meanwhile is not told later either.
            stream = nil
            try? await Task.sleep(for: Self.patience)
            return
        }
        let timing = timing(configuration.settings)
        if stream == nil { connect(timing) }
        if let stream {
            if !hear(stream, timing) { self.stream = nil }
        } else {
            try? await Task.sleep(for: Self.patience)
        }
        tell(timing)
        if Uptime.now >= saved + Self.saving { save() }
    }

    /// Takes in what came within a second; false when the daemon has closed the connection.
    private func hear(_ stream: EventStream, _ timing: NewsTiming) -> Bool {
        var end = ContinuousClock.now + Self.patience
        for _ in 0..<Self.mostHeard {
            switch stream.next(until: end) {
            case .line(let line):
                guard let event = HeardEvent(line: line) else { continue }
                book.hear(event, at: Uptime.now, timing)
                // The end of a trouble may be among what was lost: a new connection begins with those that there are.
                if event.event == "lost" { return false }
                end = .now
            case .nothing: return true
            case .end: return false
            }
        }
        return true
    }

    /// Writes the book down, so that a restart neither forgets nor repeats.
    func save() {
        saved = Uptime.now
        do { try KeptBook.write(book, to: bookFile) } catch {
            log.event(
                .notifierState,
                at: .warning,
                "what was told is not kept in \(bookFile.readable): \(error); check the state folder"
            )
        }
    }

    private func connect(_ timing: NewsTiming) {
        let now = Uptime.now
        guard now >= nextTry else { return }
        nextTry = now + Self.retry
        do throws(Failure) {
            // Of all kinds: signs of life, and that it stops, are among them.
            stream = try socket.events()
            book.connect(at: now)
            log.event(.notifierState, "listening to the daemon at \(socket.path.readable)")
            isMissing = false
        } catch {
            book.miss(at: now, timing)
            if !isMissing { log.event(.notifierState, "the daemon cannot be heard: \(error.message); \(error.remedy)") }
            isMissing = true
        }
    }

    private func tell(_ timing: NewsTiming) {
        let (news, lost) = book.tell(about: configuration.settings.topics, at: Uptime.now, timing)
        guard !news.isEmpty || !unkept.isEmpty else { return }
        let messages = writer.messages(
            of: news,
            lost: lost,
            settings: configuration.settings,
            contacts: configuration.contacts,
            time: TimeOfDay.words
        )
        let (before, waiting) = (unkept.isEmpty, unkept + messages)
        unkept = []
        for message in waiting {
            do throws(Failure) { try outbox.add(message) } catch {
                if before, unkept.isEmpty { log.event(.messageKept, at: .error, "\(error)") }
                // On a full disk they wait in memory, as long as they are few.
                if unkept.count < Self.mostUnkept { unkept.append(message) }
            }
        }
        if !news.isEmpty { save() }
    }
}

/// The book on the disk.
private struct KeptBook: Codable {
    var boot: String
    var at: Double
    var book: NewsBook

    static func write(_ book: NewsBook, to path: FilePath) throws {
        let kept = KeptBook(boot: Uptime.boot, at: Uptime.now, book: book)
        try KeptFile.write([UInt8](JSONEncoder().encode(kept)), to: path)
    }

    /// The book as it was, as if no time had passed where the computer was started anew since.
    static func read(_ path: FilePath) -> NewsBook? {
        guard let bytes = KeptFile.read(path, atMost: 1 << 24),
            var kept = try? JSONDecoder().decode(KeptBook.self, from: Data(bytes))
        else { return nil }
        if kept.boot != Uptime.boot { kept.book.shift(by: Uptime.now - kept.at) }
        return kept.book
    }
}
