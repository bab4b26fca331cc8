import Imaging
import Logging
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Files and folders named on a command line")
struct BatchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func settings(_ path: FilePath, output: OutputLocation = .beside) -> FolderSettings {
        FolderSettings(path: path, output: output, recipes: [RecipeSettings(classifier: "/models/nuclei.cl")])
    }

    /// Paths below the test's folder.
    private func relative(_ items: [BatchRun.Item]) -> [String] {
        items.map { item in
            var path = item.path
            _ = path.removePrefix(folder.path)
            return path.string
        }
    }

    @Test("a folder stands for the TIFFs in it, oldest first; a file for itself")
    func items() throws {
        for folder in ["data/sub", "data/results"] { try self.folder.makeFolder(folder) }
        let ages = ["b.tif": 3, "a.TIFF": 1, "sub/c.tif": 2, "results/d.tif": 4, ".e.tif": 5, "f.txt": 6]
        for (name, age) in ages {
            try folder.write([1], to: "data/\(name)")
            try folder.touch("data/\(name)", seconds: 1_500_000_000 + age)
        }
        let data = folder.path("data")
        let find = { (paths: [FilePath], isRecursive: Bool) throws(Failure) in
            try BatchItems.find(paths, recursive: isRecursive) { Self.settings($1, output: .subfolder("results")) }
        }
        #expect(relative(try find([data], true)) == ["data/a.TIFF", "data/sub/c.tif", "data/b.tif"])
        #expect(relative(try find([data], false)) == ["data/a.TIFF", "data/b.tif"])
        // A file that is named is meant, whatever its name.
        let named = try find([data.appending("f.txt"), data.appending("sub/../b.tif")], true)
        #expect(relative(named) == ["data/f.txt", "data/b.tif"])
        #expect(named.map(\.folder.path) == [data, data])
    }

    @Test("a path that leads nowhere is refused by name")
    func missing() throws {
        let failure = try #require(throws: Failure.self) {
            try BatchItems.find([folder.path("gone.tif")], recursive: true) { Self.settings($1) }
        }
        #expect(failure.kind == "not_found")
        #expect(failure.message.contains("gone.tif"))
    }

    @Test(
        "an image takes the settings of the configured folder that holds it; one elsewhere has none, unless there is one folder"
    )
    func configured() throws {
        var second = Self.settings("/data/b", output: .subfolder("r"))
        // The reserve is for those who are not there to see their disk fill up.
        second.reserve = .none
        let configuration = Settings(folders: [Self.settings("/data/a"), second])
        let folders = try RunFolders(settings: configuration, recipe: nil, outputDirectory: nil)
        #expect(try folders.settings(for: "/data/b/day 1/x.tif", below: "/data") == second)
        #expect(try folders.settings(for: "/data/b/x.tif", below: "/data/b") == second)
        // A name that only begins alike is another folder.
        let failure = #expect(throws: Failure.self) {
            try folders.settings(for: "/data/bb/x.tif", below: "/data/bb")
        }
        #expect(failure?.kind == "no_recipe")
        let only = try RunFolders(settings: Settings(folders: [second]), recipe: nil, outputDirectory: nil)
        let elsewhere = try only.settings(for: "/elsewhere/x.tif", below: "/elsewhere")
        #expect(elsewhere.path == "/elsewhere" && elsewhere.recipes == second.recipes)
    }

    @Test("a recipe of the command line serves every folder, and an output folder overrides all")
    func oneRecipe() throws {
        let configuration = Settings(folders: [Self.settings("/data/a")])
        let recipe = RecipeSettings(classifier: "/models/cells.cl", outputs: [.mask])
        let folders = try RunFolders(settings: configuration, recipe: recipe, outputDirectory: "/out/../results")
        let settings = try folders.settings(for: "/data/a/x.tif", below: "/data/a")
        #expect(settings.recipes == [recipe])
        #expect(settings.path == "/data/a")
        #expect(settings.output == .mirror(root: "/results"))
    }

    @Test("axes of the command line hold for every recipe")
    func axes() throws {
        let names = try #require(AxisNames("CZYX"))
        let configuration = Settings(folders: [Self.settings("/data/a")])
        let folders = try RunFolders(
            settings: configuration,
            recipe: nil,
            outputDirectory: nil,
            axes: AxisChoice(names: names)
        )
        #expect(try folders.settings(for: "/data/a/x.tif", below: "/data/a").recipes.map(\.axes) == [names])
    }

    @Test("a folder without a TIFF to segment is told of, the others are worked on")
    func emptyFolders() throws {
        for name in ["full", "bare", "hidden"] { try folder.makeFolder(name) }
        for name in ["full/a.tif", "bare/a.txt", "hidden/.a.tif"] { try folder.write([1], to: name) }
        var empty: [FilePath] = []
        let items = try BatchItems.find(
            ["bare", "full", "hidden"].map { folder.path($0) },
            recursive: true,
            isEmpty: { empty.append($0) },
            folder: { Self.settings($1) }
        )
        #expect(relative(items) == ["full/a.tif"])
        #expect(empty == [folder.path("bare"), folder.path("hidden")])
        #expect(BatchItems.noImages(in: try #require(empty.first)).message.contains("bare holds no image"))
        let failure = try #require(throws: Failure.self) {
            try BatchItems.find([folder.path("*.tif")], recursive: true) { Self.settings($1) }
        }
        #expect(failure.kind == "not_found" && failure.message.contains("pattern"))
    }

    @Test("equal warnings of many images are one line with a count, and few kinds of them")
    func warningTally() {
        var tally = WarningTally()
        for image in ["a.tif", "b.tif", "c.tif"] { tally.note(["one", "one", image], image: image) }
        #expect(
            tally.lines == [
                "warning (3 images: a.tif and 2 more): one", "warning (1 image: a.tif): a.tif",
                "warning (1 image: b.tif): b.tif", "warning (1 image: c.tif): c.tif",
            ]
        )
        for number in 0..<96 { tally.note(["\(number)"], image: "d.tif") }
        #expect(tally.lines.count == 21 && tally.lines.last == "80 more kinds of warnings stand in the summaries")
    }

    @Test("results of several folders keep their tree below the folder that holds them all")
    func commonFolder() throws {
        for name in ["a/img.tif", "a/deep/img.tif", "b/img.tif", "img.tif"] { try write(name) }
        let cases: [(named: [String], results: [String])] = [
            (["a"], ["", "deep"]),
            (["a/img.tif"], [""]),
            (["a/img.tif", "b/img.tif"], ["a", "b"]),
            (["a", "b"], ["a", "a/deep", "b"]),
            // Named twice, by itself and in its folder: once is enough.
            (["a", "a/img.tif", "a/deep", "b/../a/img.tif"], ["", "deep"]),
            (["a/deep", "b/img.tif"], ["a/deep", "b"]),
            (["a/deep/img.tif", "img.tif"], ["", "a/deep"]),
            (["."], ["", "a", "a/deep", "b"]),
        ]
        for (named, results) in cases {
            let items = try items(named, outputDirectory: "/out")
            let folders = items.map { $0.folder.outputFolder(forImage: $0.path).path }
            let expected = results.map { $0.isEmpty ? "/out" : FilePath("/out/\($0)") }
            #expect(folders.map(\.string).sorted() == expected.map(\.string).sorted(), "\(named)")
            #expect(Set(folders).count == folders.count)
            // Opened they are below what was named, as ever.
            #expect(items.allSatisfy { $0.path.starts(with: $0.folder.path) })
        }
    }

    @Test("a configured folder keeps its own tree; what lies elsewhere has one of its own")
    func configuredTree() throws {
        for name in ["a/day/img.tif", "b/day/img.tif"] { try write(name) }
        let a = Self.settings(folder.path("a"), output: .mirror(root: "/mirror"))
        let b = Self.settings(folder.path("b"), output: .mirror(root: "/other"))
        func results(_ named: [String], of folders: [FolderSettings], outputDirectory: FilePath?) throws -> [String] {
            try items(named, settings: Settings(folders: folders), outputDirectory: outputDirectory).map {
                $0.folder.outputFolder(forImage: $0.path).path.string
            }
        }
        #expect(try results(["a/day"], of: [a], outputDirectory: nil) == ["/mirror/day"])
        #expect(try results(["a/day"], of: [a], outputDirectory: "/out") == ["/out/day"])
        #expect(try results(["a", "b"], of: [a, b], outputDirectory: nil) == ["/mirror/day", "/other/day"])
        #expect(try results(["a", "b"], of: [a, b], outputDirectory: "/out") == ["/out/a/day", "/out/b/day"])
        #expect(try results(["b"], of: [a], outputDirectory: nil) == ["/mirror/day"])
        #expect(try results(["a", "b"], of: [a], outputDirectory: nil) == ["/mirror/day", "/mirror/b/day"])
    }

    @Test("images whose results would have the same names are refused by name before anything is done")
    func clash() throws {
        // The second lies elsewhere, where the configured tree has such a folder as well.
        for name in ["a/b/img.tif", "b/img.tiff"] { try write(name) }
        let configured = Settings(folders: [Self.settings(folder.path("a"), output: .mirror(root: "/mirror"))])
        let failure = try #require(throws: Failure.self) { try items(["a", "b"], settings: configured) }
        #expect(failure.kind == "output_clash" && failure.remedy.contains("two runs"))
        for part in ["a/b/img.tif", "b/img.tiff", "/mirror/b/img_summary.json"] {
            #expect(failure.message.contains(part), "\(failure.message)")
        }
    }

    @Test("images of one folder that share a stem are no clash, recipes whose names run together are")
    func names() throws {
        for name in ["a/x.tif", "a/x.tiff", "a/x.ome.tif", "a/x_n.tif"] { try write(name) }
        #expect(try items(["a"], outputDirectory: "/out").count == 4)
        let recipes = ["m", "n_m"].map { RecipeSettings(name: $0, classifier: "/models/nuclei.cl") }
        let configured = Settings(folders: [FolderSettings(path: folder.path("a"), recipes: recipes)])
        let failure = try #require(throws: Failure.self) { try items(["a"], settings: configured) }
        #expect(failure.kind == "output_clash" && failure.message.contains("x_n.tif"))
    }

    private func write(_ name: String) throws {
        try folder.makeFolder(FilePath(name).removingLastComponent().string)
        try folder.write([1], to: name)
    }

    /// What `segmentd run` finds for paths below the test's folder, by a recipe of its own or by a configuration.
    private func items(
        _ named: [String],
        settings: Settings? = nil,
        outputDirectory: FilePath? = nil
    ) throws -> [BatchRun.Item] {
        let paths = named.map { folder.path($0) }
        let folders = try RunFolders(
            settings: settings,
            recipe: settings == nil ? RecipeSettings(classifier: "/models/nuclei.cl") : nil,
            outputDirectory: outputDirectory,
            tree: BatchItems.commonFolder(of: paths)
        )
        return try BatchItems.find(paths, recursive: true, folder: folders.settings)
    }

    @Test("a run does what is due, skips what is done, and counts both")
    func run() async throws {
        let classifier = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "nuclei.cl")
        try folder.makeFolder("data")
        for number in 0..<3 { try folder.write(ClassifierFixtures.image(number), to: "data/\(number).tif") }
        let settings = FolderSettings(
            path: folder.path("data"),
            recipes: [RecipeSettings(classifier: classifier, outputs: [.labels])]
        )
        let refusal = Failure(kind: "truncated_data", message: "it ends early", remedy: "copy it again")
        let first = try await tally(settings, ScriptedWorker([.finish, .refuse(refusal), .finish]))
        #expect([first.done, first.upToDate, first.failed] == [2, 0, 1])
        let second = try await tally(settings, ScriptedWorker([.finish]))
        #expect([second.done, second.upToDate, second.failed] == [1, 2, 0], "what failed is tried again")
        let third = try await tally(settings, ScriptedWorker([.finish]), again: true)
        #expect([third.done, third.upToDate, third.failed] == [3, 0, 0])
    }

    @Test("a later run into the same folder does not replace the results of another image of the same name")
    func otherFolder() async throws {
        let classifier = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "nuclei.cl")
        for (number, name) in ["a", "b"].enumerated() {
            try folder.makeFolder(name)
            try folder.write(ClassifierFixtures.image(number), to: "\(name)/x.tif")
        }
        func settings(_ name: String) -> FolderSettings {
            FolderSettings(
                path: folder.path(name),
                output: .mirror(root: folder.path("out")),
                recipes: [RecipeSettings(classifier: classifier, outputs: [.labels])]
            )
        }
        #expect(try await tally(settings("a"), ScriptedWorker([.finish]), images: 1).done == 1)
        let first = try folder.read("out/x_summary.json")
        for again in [false, true] {
            #expect(try await tally(settings("b"), ScriptedWorker([.finish]), again: again, images: 1).failed == 1)
        }
        #expect(try folder.read("out/x_summary.json") == first)
        // Images that were moved keep their results; an image that is gone does not keep the name for itself.
        try folder.move("a", to: "moved")
        #expect(try await tally(settings("moved"), ScriptedWorker([.finish]), images: 1).upToDate == 1)
        #expect(try await tally(settings("b"), ScriptedWorker([.finish]), images: 1).done == 1)
    }

    @Test("an image over which the worker was lost comes again after the others, and is counted once")
    func lostWorker() async throws {
        let classifier = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "nuclei.cl")
        try folder.makeFolder("data")
        for number in 0..<3 {
            try folder.write(ClassifierFixtures.image(number), to: "data/\(number).tif")
            try folder.touch("data/\(number).tif", seconds: 1_500_000_000 + number)
        }
        let recipes = ["a", "b"].map { RecipeSettings(name: $0, classifier: classifier, outputs: [.labels]) }
        let settings = FolderSettings(path: folder.path("data"), recipes: recipes)
        let worker = ScriptedWorker([.finish, .die, .finish])
        let tally = try await tally(settings, worker, again: true)
        #expect([tally.done, tally.upToDate, tally.failed] == [6, 0, 0])
        #expect(worker.jobs.map(\.imageName) == ["0", "0", "1", "1", "2", "2", "0"].map { "\($0).tif" })
        let dying = try await self.tally(settings, ScriptedWorker([.die]), again: true)
        #expect([dying.done, dying.upToDate, dying.failed] == [0, 0, 6])
    }

    private func tally(
        _ settings: FolderSettings,
        _ worker: ScriptedWorker,
        again: Bool = false,
        images: Int = 3
    ) async throws -> BatchRun.Tally {
        let directories = try ServiceDirectories(environment: [
            "STATE_DIRECTORY": folder.path("state").string, "CACHE_DIRECTORY": folder.path("cache").string,
            "RUNTIME_DIRECTORY": folder.path("run").string,
        ])
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let run = BatchRun(
            worker: worker,
            directories: directories,
            again: again,
            retries: Acquisition.withoutPauses,
            log: log
        )
        try await run.loadClassifiers(of: [settings])
        let items = try BatchItems.find([settings.path], recursive: true) { _, _ in settings }
        var steps: [BatchRun.Tally] = []
        let tally = await run.run(items) { _, _, _, tally in steps.append(tally) }
        // A scan finds the outputs of earlier runs as well; they are no images.
        #expect(steps.count == images * settings.recipes.count)
        #expect(steps.last == tally)
        return tally
    }

    @Test("a run with a classifier that is not usable does not begin")
    func brokenClassifier() async throws {
        let classifier = try folder.write(Array("no classifier".utf8), to: "nuclei.cl")
        try folder.makeFolder("data")
        let settings = FolderSettings(path: folder.path("data"), recipes: [RecipeSettings(classifier: classifier)])
        let failure = try await #require(throws: Failure.self) {
            _ = try await tally(settings, ScriptedWorker([.finish]))
        }
        #expect(failure.kind == "classifier_refused")
    }
}
