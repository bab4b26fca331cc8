import Files
import Results
import Service
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("The tables of a watched folder")
struct ExperimentWriterTests {
    /// The images in the table of images, by the text of its first column.
    private func images(_ acquisition: Acquisition, _ place: String) -> [String]? {
        guard let bytes = try? acquisition.folder.read("\(place)/segmentd_images.csv") else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
            String($0.prefix { $0 != "," })
        }.sorted()
    }

    private func writer(_ acquisition: Acquisition, storage: Storage = Storage()) -> ExperimentWriter {
        let folder = acquisition.settings
        let leftOut = Settings(folders: [folder]).foldersLeftOut(of: folder)
        return ExperimentWriter(
            folder,
            places: FolderPlaces([folder]),
            leavingOut: leftOut,
            storage: storage,
            patience: .zero
        )
    }

    @Test("lie where its results go, and name its images by their way", arguments: ["beside", "results", "/"])
    func places(output: String) async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        var place = "in"
        switch output {
        case "results": (acquisition.settings.output, place) = (.subfolder("results"), "in/results")
        case "/": (acquisition.settings.output, place) = (.mirror(root: folder.path("out")), "out")
        default: break
        }
        let worker = ScriptedWorker([.finish])
        try folder.makeFolder("in/day 1")
        try folder.write(folder.read("in/x.tif"), to: "in/day 1/y.tif")
        let writer = writer(acquisition)
        #expect(try await !writer.update(nil).isWritten)
        #expect(images(acquisition, place) == nil)
        _ = await acquisition.process("in/x.tif", by: worker)
        #expect(try await writer.update([folder.path("in/x.tif")]).isWritten)
        #expect(images(acquisition, place) == ["x.tif"])
        _ = await acquisition.process("in/day 1/y.tif", by: worker)
        #expect(try await writer.update([folder.path("in/day 1/y.tif")]).isWritten)
        #expect(images(acquisition, place) == ["day 1/y.tif", "x.tif"])
        // What is not the folder's: hidden folders, and those that take the results of others.
        try folder.makeFolder("in/.hidden")
        let summary = output == "results" ? "in/results/x_summary.json" : "\(place)/x_summary.json"
        try folder.write(folder.read(summary), to: "in/.hidden/x_summary.json")
        #expect(try await !writer.update(nil).isWritten)
    }

    @Test("leave out sub-folders of a folder without them, and folders with results of another")
    func leftOut() async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        for name in ["in/sub", "in/other"] { try folder.makeFolder(name) }
        let worker = ScriptedWorker([.finish])
        _ = await acquisition.process(by: worker)
        for name in ["in/sub", "in/other"] {
            try folder.write(folder.read("in/x_summary.json"), to: "\(name)/x_summary.json")
        }
        let places = FolderPlaces([acquisition.settings])
        let other = ExperimentWriter(acquisition.settings, places: places, leavingOut: [folder.path("in/other")])
        _ = try await other.update(nil)
        #expect(images(acquisition, "in") == ["sub/x.tif", "x.tif"])
        acquisition.settings.recursive = false
        _ = try await writer(acquisition).update(nil)
        #expect(images(acquisition, "in") == ["x.tif"])
    }

    @Test("wait while the disk is down to its reserve, and name the reason")
    func reserve() async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        _ = await acquisition.process(by: ScriptedWorker([.finish]))
        acquisition.settings.reserve = .bytes(1_000_000)
        let free = Mutex<Int64>(1_000_100)
        let writer = writer(
            acquisition,
            storage: Storage { _ in FileSystemSpace(total: 1 << 40, free: free.withLock(\.self)) }
        )
        let failure = await #expect(throws: Failure.self) { try await writer.update(nil) }
        #expect(failure?.kind == "disk_reserve" && failure?.isTransient == true)
        #expect(images(acquisition, "in") == [])
        free.withLock { $0 = 1 << 30 }
        #expect(try await writer.update(nil).isWritten)
        #expect(images(acquisition, "in") == ["x.tif"])
    }

    @Test("are left for the next start when the work is to end")
    func end() async throws {
        let acquisition = try await Acquisition(outputs: [.labels])
        _ = await acquisition.process(by: ScriptedWorker([.finish]))
        let writer = writer(acquisition)
        writer.end(by: .now - .seconds(1))
        let failure = await #expect(throws: Failure.self) { try await writer.update(nil) }
        #expect(failure?.kind == Failure.tablesInterruptedKind)
        #expect(try await self.writer(acquisition).update(nil).isWritten)
    }

    @Test("a run makes them for a folder that it is given; for a single file it keeps those that are there")
    func run() async throws {
        let acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        _ = await acquisition.process(by: ScriptedWorker([.finish]))
        let items = try BatchItems.find([folder.path("in")], recursive: true) { _, _ in acquisition.settings }
        func update(_ named: String) async {
            _ = await BatchRun.updateTables(of: items, named: [folder.path(named)]) {
                Issue.record("\($0)")
            }
        }
        await update("in/x.tif")
        #expect(images(acquisition, "in") == nil)
        await update("in")
        #expect(images(acquisition, "in") == ["x.tif"])
        try folder.write(folder.read("in/x.tif"), to: "in/y.tif")
        _ = await acquisition.process("in/y.tif", by: ScriptedWorker([.finish]))
        await update("in/x.tif")
        #expect(images(acquisition, "in") == ["x.tif", "y.tif"])
    }
}
