import Glibc
import Logging
import SystemdSupport
import TestSupport
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
        return try String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(separator: "\n").map { line in
            // Each line begins with the time, which has a suite of its own.
            let stamp = #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d /#
            return String(try #require(line.prefixMatch(of: stamp).map { line[$0.range.upperBound...] }))
        }
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

    @Test(
        "what the message says is not said again, nor what is for queries",
        arguments: [
            ("/a/x.tif: 12 objects", ["image": "/a/x.tif", "objects": "12"], "/a/x.tif: 12 objects"),
            (
                "/a/x.tif: 12 objects", ["image": "/a/x.ti", "objects": "2"],
                "/a/x.tif: 12 objects  image=/a/x.ti objects=2"
            ),
            ("/a/x.tif: 12 objects", ["folder": "/a"], "/a/x.tif: 12 objects  folder=/a"),
            ("done (nuclei)", ["event": "image-done", "recipe": "nuclei", "read_ms": "1.5"], "done (nuclei)"),
            ("a 12 b 1", ["one": "1"], "a 12 b 1"),
        ]
    )
    func repeats(message: String, metadata: [String: String], text: String) throws {
        let lines = try Self.lines { logger in
            logger.info("\(message)", metadata: metadata.mapValues { .string($0) })
        }
        #expect(lines == ["info: \(text)"])
    }

    @Test("a path that is no UTF-8 stands in a line once, too")
    func oddPath() throws {
        let path: [UInt8] = [0x2F, 0xE4, 0x0A, 0x62]
        let lines = try Self.lines { logger in
            logger.event(.imageChanged, "\(RawText(path)): changed", ["image": .bytes(path)])
        }
        #expect(lines == ["info: /\\xE4\\nb: changed"])
    }
}

@Suite("Times of log lines")
struct LogTimeTests {
    @Test(
        "a time is what date(1) makes of it, in the zone of this process",
        arguments: [(0, 0), (1_700_000_000, 7_999_999), (1_719_999_999, 999_999_999), (4_000_000_000, 120_000_000)]
    )
    func date(seconds: Int, nanoseconds: Int) async throws {
        let format = "+%Y-%m-%d %H:%M:%S.%3N%:z"
        let fraction = String(String(1_000_000_000 + nanoseconds).dropFirst())
        let said = await (try Shell(in: "/")).run("date -d @\(seconds).\(fraction) '\(format)'")
        #expect("\(LogTime(seconds: seconds, nanoseconds: nanoseconds))\n" == said)
    }
}
