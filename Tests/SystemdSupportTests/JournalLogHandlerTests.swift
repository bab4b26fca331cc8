import Glibc
import Logging
import SystemdSupport
import Testing

@Suite("Log lines")
struct JournalLogHandlerTests {
    private struct Refusal: Error, CustomStringConvertible {
        let description = "no space left"
    }

    /// The lines that `body` logs.
    private static func lines(
        level: Logger.Level = .trace,
        provider: Logger.MetadataProvider? = nil,
        _ body: (Logger) throws -> Void
    ) throws -> [String] {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let logger = Logger(label: "test") { [ends] _ in
            var handler = JournalLogHandler(logLevel: level, destination: .lines(ends[1]))
            handler.metadataProvider = provider
            return handler
        }
        try body(logger)
        close(ends[1])
        defer { close(ends[0]) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(ends[0], &bytes, bytes.count)
        return String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("a line reads as level, message and sorted pairs")
    func line() throws {
        let lines = try Self.lines { logger in
            logger.info("started")
            logger.warning(
                "kept the old classifier",
                metadata: ["recipe": "nuclei", "generation": .stringConvertible(3)]
            )
        }
        #expect(lines == ["info: started", "warning: kept the old classifier  generation=3 recipe=nuclei"])
    }

    @Test(
        "an event stays on one line and cannot steer a terminal",
        arguments: [
            ("plain", "k=plain"), ("two words", "k=\"two words\""), ("", "k=\"\""), ("a=b", "k=\"a=b\""),
            ("say \"ah\"", "k=\"say \\\"ah\\\"\""), ("a\nerror: b", "k=\"a\\nerror: b\""),
            ("\u{1b}[31m", "k=\\u{1b}[31m"),
            ("Größe", "k=Größe"),
        ]
    )
    func quoting(value: String, pair: String) throws {
        let lines = try Self.lines { $0.error("m\u{7}\n", metadata: ["k": .string(value)]) }
        #expect(lines == ["error: m\\u{7}\\n  \(pair)"])
    }

    @Test("an event below the level is left out, and a copy of a logger has a level of its own")
    func levels() throws {
        let lines = try Self.lines(level: .warning) { logger in
            var copy = logger
            copy.logLevel = .debug
            copy[metadataKey: "copy"] = "yes"
            copy.debug("one")
            logger.info("two")
            logger.error("three")
        }
        #expect(lines == ["debug: one  copy=yes", "error: three"])
    }

    @Test("the metadata of the logger, of its provider and of the event are joined; the later wins")
    func metadata() throws {
        let provider = Logger.MetadataProvider { ["b": "provider", "c": "provider"] }
        let lines = try Self.lines(provider: provider) { logger in
            var logger = logger
            logger[metadataKey: "a"] = "logger"
            logger[metadataKey: "b"] = "logger"
            logger.info("m", metadata: ["c": "event"])
            logger.error("failed", error: Refusal())
        }
        #expect(
            lines == [
                "info: m  a=logger b=provider c=event",
                "error: failed  a=logger b=provider c=provider error=\"no space left\"",
            ]
        )
    }

    @Test("the journal is used only where standard error is the very stream that systemd opened")
    func destination() {
        var status = stat()
        #expect(fstat(STDERR_FILENO, &status) == 0)
        let stream = "\(status.st_dev):\(status.st_ino)"
        #expect(JournalLogHandler.Destination.standard(environment: ["JOURNAL_STREAM": stream]) == .journal)
        for other in ["\(status.st_dev):\(status.st_ino + 1)", "\(status.st_ino)", "", ":", "x:y", "\(stream):1"] {
            let found = JournalLogHandler.Destination.standard(environment: ["JOURNAL_STREAM": other])
            #expect(found == .lines(STDERR_FILENO))
        }
        #expect(JournalLogHandler.Destination.standard(environment: [:]) == .lines(STDERR_FILENO))
    }
}
