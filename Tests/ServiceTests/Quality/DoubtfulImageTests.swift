import Files
import Logging
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Doubtful images")
struct DoubtfulImageTests {
    private static func act(focus: Double, objects: Int = 40) -> ScriptedWorker.Act {
        let channel = ImageQuality.Channel(blank: false, percentile1: 9, percentile99: 200, focus: focus)
        return .measure(ImageQuality(channels: [channel]), objects: objects)
    }

    /// Ten sharp images, then blurred ones.
    private static var worker: ScriptedWorker {
        ScriptedWorker([ScriptedWorker.Act](repeating: act(focus: 0.2), count: 10) + [act(focus: 0.05, objects: 0)])
    }

    @Test("the summary of the eleventh image says that it is out of focus, and that there is no object")
    func summary() async throws {
        let acquisition = try await Acquisition()
        let processor = acquisition.processor(by: Self.worker)
        for _ in 0..<10 { await Self.again(acquisition, processor) }
        #expect(try acquisition.summary()?.flags == [])
        let text = String(decoding: try acquisition.folder.read("in/x_summary.json"), as: UTF8.self)
        #expect(!text.contains("\"flags\""))
        await Self.again(acquisition, processor)
        let expected = [
            Summary.Flag(kind: "out_of_focus", message: "focus 0.05, the recent median is 0.2 (limit 0.5 of it)"),
            Summary.Flag(kind: "no_objects", message: "there is no object"),
        ]
        #expect(try acquisition.summary()?.flags == expected)
    }

    @Test("workers of one daemon share what they remember; another daemon, another classifier begin anew")
    func memory() async throws {
        let acquisition = try await Acquisition()
        let worker = Self.worker
        let first = acquisition.processor(by: worker)
        for _ in 0..<10 { await Self.again(acquisition, first) }
        await Self.again(acquisition, ImageProcessor(worker: worker, sharing: first))
        #expect(try acquisition.summary()?.flags.map(\.kind) == ["out_of_focus", "no_objects"])
        await Self.again(acquisition, acquisition.processor(by: worker))
        #expect(try acquisition.summary()?.flags.map(\.kind) == ["no_objects"])
        try await acquisition.swap(to: "surroundings")
        await Self.again(acquisition, first)
        #expect(try acquisition.summary()?.flags.map(\.kind) == ["no_objects"])
    }

    @Test("a folder that wants no judgement has none")
    func switchedOff() async throws {
        var acquisition = try await Acquisition()
        acquisition.settings.quality.isEnabled = false
        let processor = acquisition.processor(by: ScriptedWorker([Self.act(focus: 1, objects: 0)]))
        await Self.again(acquisition, processor)
        #expect(try acquisition.summary()?.totals.objects == 0)
        #expect(try acquisition.summary()?.flags == [])
    }

    @Test("the journal has a line for the first doubtful image, and few for many")
    func journal() async throws {
        let acquisition = try await Acquisition()
        let processor = acquisition.processor(by: ScriptedWorker([Self.act(focus: 1, objects: 0)]))
        await Self.again(acquisition, processor)
        let summary = try #require(try acquisition.summary())
        let lines = JournalLines()
        let report = OutcomeReport(status: nil, log: Logger(label: "test") { _ in lines })
        func log(_ summary: Summary, _ image: FilePath) {
            report.log(.done(summary), image: image, recipe: acquisition.settings.recipes[0], in: acquisition.settings)
        }
        for _ in 0..<100 { log(summary, "/a/x.tif") }
        let doubtful = lines.texts.filter { $0.contains("doubtful") }
        #expect(doubtful.count == 7 && lines.texts.count == 107)
        #expect(doubtful.first == #"image-flagged ["no_objects"] /a/x.tif: doubtful: there is no object"#)
        #expect(doubtful.last?.hasSuffix("there is no object (64 such images so far)") == true)
        // After ten good ones the next is news.
        var good = summary
        good.flags = []
        for _ in 0..<9 { log(good, "/a/y.tif") }
        log(summary, "/a/z.tif")
        #expect(lines.texts.filter { $0.contains("doubtful") }.count == 7)
        for _ in 0..<10 { log(good, "/a/y.tif") }
        log(summary, "/a/z.tif")
        #expect(lines.texts.last == #"image-flagged ["no_objects"] /a/z.tif: doubtful: there is no object"#)
    }

    private static func again(_ acquisition: Acquisition, _ processor: ImageProcessor) async {
        _ = await processor.process(acquisition.folder.path("in/x.tif"), in: acquisition.settings, scope: .everything)
    }
}

/// Keeps what is logged: event, flags and message.
private final class JournalLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var texts: [String] { lines.withLock(\.self) }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let metadata = event.metadata ?? [:]
        lines.withLock { $0.append("\(metadata["event"] ?? "-") \(metadata["flags"] ?? "-") \(event.message)") }
    }
}
