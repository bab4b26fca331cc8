import Files
import FoundationEssentials
import Glibc
import Logging
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Links, folders that lead elsewhere, and results where images are expected")
struct LinkedImageTests {
    /// An acquisition with `raw/inner.tif` in its folder, and `outer.tif` beside the folder.
    private func acquisition() async throws -> Acquisition {
        let acquisition = try await Acquisition(outputs: [.labels])
        try acquisition.folder.makeFolder("in/raw")
        try acquisition.folder.write(ClassifierFixtures.image(1), to: "in/raw/inner.tif")
        try acquisition.folder.write(ClassifierFixtures.image(2), to: "outer.tif")
        return acquisition
    }

    @Test("a link to an image in the folder is done under its own name, by whatever way it leads there")
    func inside() async throws {
        let acquisition = try await acquisition()
        let folder = acquisition.folder
        let worker = ScriptedWorker([.finish])
        let ends = ["raw/inner.tif", folder.path("in/raw/inner.tif").string, "../in/raw/inner.tif", "a.tif"]
        for (name, end) in zip(["a", "b", "c", "d"], ends) {
            try folder.link("in/\(name).tif", to: end)
            #expect(await acquisition.process("in/\(name).tif", by: worker)?.map(\.word) == ["done"], "\(end)")
            #expect(await acquisition.process("in/\(name).tif", by: worker)?.map(\.word) == ["up to date"], "\(end)")
            let summary = try #require(try folder.summary("in/\(name)_summary.json"))
            #expect(summary.image.name == "\(name).tif")
            #expect(summary.image.sha256 == FileDigest.sha256(try ClassifierFixtures.image(1)))
        }
        #expect(try folder.names(in: "in/raw") == ["inner.tif"])
        // Another image at the other end is another image.
        try folder.write(ClassifierFixtures.image(3), to: "in/raw/inner.tif")
        #expect(await acquisition.process("in/d.tif", by: worker)?.map(\.word) == ["done"])
    }

    @Test("a link out of the folder, to nowhere, in a circle or to a folder is no image")
    func outside() async throws {
        let acquisition = try await acquisition()
        let folder = acquisition.folder
        let worker = ScriptedWorker([.finish])
        let ends = [
            "a": "../outer.tif", "b": folder.path("outer.tif").string, "c": "a.tif", "d": "nowhere.tif", "e": "e.tif",
            "f": "raw", "g": "/dev/null",
        ]
        for (name, end) in ends {
            try folder.link("in/\(name).tif", to: end)
            #expect(await acquisition.process("in/\(name).tif", by: worker)?.map(\.word) == nil, "\(end)")
        }
        #expect(worker.jobs.isEmpty)
    }

    @Test("a result is known through a link, and said once where images are expected")
    func results() async throws {
        let acquisition = try await acquisition()
        let folder = acquisition.folder
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "done")
        try folder.link("in/link.tif", to: "x_labels.tif")
        try folder.write(folder.read("in/x_labels.tif"), to: "in/raw/x_labels.tif")
        let said = Mutex<[String]>([])
        let processor = ImageProcessor(
            worker: ScriptedWorker([.finish]),
            classifiers: acquisition.store,
            ledger: nil,
            log: Logger(label: "test") { _ in ListLog { text in said.withLock { $0.append(text) } } }
        )
        for _ in 0..<2 {
            for name in ["x_labels.tif", "link.tif", "raw/x_labels.tif"] {
                let path = folder.path("in/\(name)")
                #expect(await processor.process(path, in: acquisition.settings)?.map(\.word) == nil)
            }
        }
        let texts = said.withLock(\.self)
        #expect(texts.count == 2 && texts.allSatisfy { $0.contains("segmentd's mark") })
        #expect(texts.first?.contains("in/link.tif") == true && texts.last?.contains("raw/x_labels.tif") == true)
    }

    @Test("a run takes the links to images in its folder, and says what else there is, once")
    func batch() async throws {
        let acquisition = try await acquisition()
        let folder = acquisition.folder
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "done")
        try folder.link("in/a.tif", to: "raw/inner.tif")
        try folder.link("in/b.tif", to: "../outer.tif")
        try folder.link("in/c.tif", to: "nowhere.tif")
        try folder.link("in/d", to: "..")
        try folder.write(folder.read("in/x_labels.tif"), to: "in/raw/mask.tif")
        var said: [String] = []
        let items = try BatchItems.find(
            [folder.path("in")],
            recursive: true,
            passingOver: { said.append($0) },
            folder: { _, _ in acquisition.settings }
        )
        #expect(items.map { $0.path.lastComponent?.string ?? "" }.sorted() == ["a.tif", "inner.tif", "x.tif"])
        #expect(said.count == 4)
        for name in ["in/b.tif is", "in/c.tif is", "in/d is", "in/raw/mask.tif is"] {
            #expect(said.filter { $0.contains(name) }.count == 1, "\(name)")
        }
        // A link that is named itself is meant.
        let named = try BatchItems.find([folder.path("in/b.tif")], recursive: true) { _, _ in acquisition.settings }
        #expect(named.map(\.path) == [folder.path("outer.tif")])
    }

    @Test("a pattern names results of an earlier run too: they are passed over; what is no file is refused")
    func named() async throws {
        let acquisition = try await acquisition()
        let folder = acquisition.folder
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "done")
        func find(_ names: [String], saying: (String) -> Void = { _ in }) throws(Failure) -> [BatchRun.Item] {
            try BatchItems.find(
                names.map { folder.path("in/\($0)") },
                recursive: true,
                passingOver: saying,
                folder: { _, _ in acquisition.settings }
            )
        }
        var said: [String] = []
        let items = try find(["x.tif", "x_labels.tif"]) { said.append($0) }
        #expect(items.map { $0.path.lastComponent?.string } == ["x.tif"])
        #expect(said.count == 1 && said[0].contains("x_labels.tif is passed over: results of segmentd"))
        let alone = #expect(throws: Failure.self) { try find(["x_labels.tif"]) }
        #expect(alone?.kind == "no_image" && alone?.message.contains("results of segmentd") == true)
        #expect(mkfifo(folder.path("in/pipe.tif").string, 0o600) == 0)
        let pipe = #expect(throws: Failure.self) { try find(["pipe.tif"]) }
        #expect(pipe?.kind == "no_image" && pipe?.message.contains("pipe") == true)
    }

    @Test("nothing is read or written where a folder leads elsewhere than before", arguments: ["images", "results"])
    func elsewhere(what: String) async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        if what == "results" { acquisition.settings.output = .mirror(root: folder.path("results")) }
        try folder.makeFolder("outside")
        try folder.write(ClassifierFixtures.image(1), to: "outside/x.tif")
        let worker = ScriptedWorker([.finish])
        let processor = ImageProcessor(
            worker: worker,
            classifiers: acquisition.store,
            ledger: nil,
            places: FolderPlaces([acquisition.settings]),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let name = what == "results" ? "results" : "in"
        if what == "images" { try folder.move("in", to: "aside") }
        try folder.link(name, to: "outside")
        let image = folder.path("in/x.tif")
        let outcome = await processor.process(image, in: acquisition.settings)?.first
        guard case .postponed(let failure) = outcome else {
            Issue.record("\(outcome?.word ?? "nothing")")
            return
        }
        #expect(failure.kind == "folder_elsewhere" && failure.isTransient)
        #expect(failure.message.contains("outside") && failure.remedy.contains("restart"))
        #expect(try folder.names(in: "outside") == ["x.tif"])
        try folder.remove(name)
        if what == "images" { try folder.move("aside", to: "in") }
        #expect(await processor.process(image, in: acquisition.settings)?.map(\.word) == ["done"])
        #expect(worker.jobs.count == 1)
    }
}

/// A log that hands every message out.
private struct ListLog: LogHandler {
    let take: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(take: @escaping @Sendable (String) -> Void) { self.take = take }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { take("\(event.message)") }
}
