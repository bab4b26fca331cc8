import Devices
import Imaging
import Results
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Settings")
struct SettingsTests {
    @Test("fills in what the file leaves out")
    func defaults() throws {
        let settings = try Configuration.settings(Configuration.folder("/data/scope1"))
        let folder = FolderSettings(path: "/data/scope1", recipes: [RecipeSettings(classifier: "/c.cl")])
        #expect(settings.folders == [folder])
        #expect(settings.device == nil)
        #expect(folder.recursive)
        #expect(folder.quiet == nil && folder.doneFile == nil)
        #expect(folder.rescan == .seconds(300))
        #expect(folder.output == .beside)
        #expect(folder.onNewClassifier == .newImages)
        #expect(folder.reserve == .share(0.05))
        #expect(folder.offPeak == nil)
        #expect(folder.experimentTables)
        #expect(folder.recipes[0].outputs == nil)
    }

    @Test("the number of workers may be left to the program, and says nothing of the device", arguments: ["auto", nil])
    func automaticWorkers(word: String?) throws {
        let table = word.map { "[device]\nworkers = \"\($0)\"\n" } ?? ""
        let settings = try Configuration.settings(
            """
            \(table)[[folder]]
            path = "/a"
            recipe = [{ classifier = "c.cl" }]
            """
        )
        #expect(settings.workers == nil)
        #expect(settings.device == nil)
    }

    @Test("a number of workers that cannot be is a problem", arguments: ["0", "65", "\"many\"", "1.5"])
    func impossibleWorkers(value: String) {
        let problems = Configuration.problems(
            """
            [device]
            workers = \(value)
            [[folder]]
            path = "/a"
            recipe = [{ classifier = "c.cl" }]
            """
        )
        #expect(problems.map(\.keyPath) == ["device.workers"])
        #expect(problems.first?.remedy.contains("auto") ?? false)
    }

    @Test("reads every key")
    func everyKey() throws {
        let settings = try Configuration.settings(
            """
            [device]
            kind = "gpu"
            name = "H200"
            threads = 3
            workers = 4
            [[folder]]
            path = "/data/scope1/"
            recursive = false
            quiet = "1.5s"
            done_file = "_finished"
            rescan = "10m"
            output = "/results/one"
            on_new_classifier = "redo"
            group = "microscopy"
            mode = "0664"
            reserve = "20 GB"
            off_peak = "19:00-07:30"
            experiment_tables = false
              [[folder.recipe]]
              name = "nuclei"
              classifier = "models/../nuclei.cl"
              outputs = ["mask", "labels", "classes", "probabilities", "objects"]
              positive_class = 3
              threshold = 1
              [[folder.recipe]]
              name = "cells-2"
              classifier = "/models/cells.cl"
              outputs = []
            [[folder]]
            path = "/data/scope2"
            output = "results"
              [[folder.recipe]]
              classifier = "zellen-ü.cl"
            """
        )
        #expect(settings.device == DeviceSelection(kind: .gpu, name: "H200", threads: 3))
        #expect(settings.workers == 4)
        let first = FolderSettings(
            path: "/data/scope1",
            recursive: false,
            quiet: .milliseconds(1500),
            doneFile: "_finished",
            rescan: .seconds(600),
            output: .mirror(root: "/results/one"),
            onNewClassifier: .redo,
            access: ResultAccess(group: "microscopy", mode: [.ownerReadWrite, .groupReadWrite, .otherRead]),
            reserve: .bytes(20_000_000_000),
            offPeak: DayWindow("19:00-07:30"),
            experimentTables: false,
            recipes: [
                RecipeSettings(
                    name: "nuclei",
                    classifier: "/etc/segmentd/models/../nuclei.cl",
                    outputs: [.mask, .labels, .classes, .probabilities, .objects],
                    positiveClass: 3,
                    threshold: 1
                ),
                RecipeSettings(name: "cells-2", classifier: "/models/cells.cl", outputs: []),
            ]
        )
        let second = FolderSettings(
            path: "/data/scope2",
            output: .subfolder("results"),
            recipes: [RecipeSettings(classifier: "/etc/segmentd/zellen-ü.cl")]
        )
        #expect(settings.folders == [first, second])
    }

    @Test(
        "reads amounts of storage",
        arguments: [
            ("20 GB", .bytes(20_000_000_000)), ("1.5TB", .bytes(1_500_000_000_000)), ("512 MiB", .bytes(512 << 20)),
            ("5 %", .share(0.05)), ("12.5%", .share(0.125)), ("0", StorageReserve.none),
        ] as [(String, StorageReserve)]
    )
    func amounts(text: String, expected: StorageReserve) throws {
        let settings = try Configuration.settings(Configuration.folder("/data/scope1", "reserve = \"\(text)\""))
        #expect(settings.folders[0].reserve == expected)
    }

    @Test("knows when a part of the day is open")
    func dayWindow() throws {
        let night = try #require(DayWindow("19:00-07:00"))
        #expect([0, 419, 1140, 1439].allSatisfy(night.contains) && ![420, 720, 1139].contains(where: night.contains))
        let day = try #require(DayWindow("8:30 - 17:00"))
        #expect([510, 1019].allSatisfy(day.contains) && ![509, 1020, 0].contains(where: day.contains))
        #expect("\(day)" == "08:30-17:00")
    }

    @Test(
        "reads times",
        arguments: [
            ("0", .zero), ("0s", .zero), ("500ms", .milliseconds(500)), ("2s", .seconds(2)),
            ("0.1s", .milliseconds(100)),
            ("2 s", .seconds(2)), ("1m", .seconds(60)), ("24h", .seconds(86_400)),
        ] as [(String, Duration)]
    )
    func times(text: String, duration: Duration) throws {
        let settings = try Configuration.settings(Configuration.folder("/a", "quiet = \"\(text)\""))
        #expect(settings.folders[0].quiet == duration)
    }

    @Test("takes the word for a quiet time that follows the writers")
    func automaticQuiet() throws {
        let settings = try Configuration.settings(Configuration.folder("/a", "quiet = \"auto\""))
        #expect(settings.folders[0].quiet == nil)
        #expect(Configuration.problems(Configuration.folder("/a", "rescan = \"auto\"")).count == 1)
    }

    @Test(
        "refuses other times",
        arguments: ["", "soon", "2", "s", "-1s", "2x", "1e3s", ".5s", "2s2", "25h", "9999999999h"]
    )
    func otherTimes(text: String) {
        let problems = Configuration.problems(Configuration.folder("/a", "quiet = \"\(text)\""))
        #expect(problems.map(\.keyPath) == ["folder[0].quiet"])
        #expect(problems.map(\.line) == [3])
    }

    @Test("axes of a folder hold for its recipes, unless a recipe has its own")
    func axes() throws {
        let settings = try Configuration.settings(
            """
            [[folder]]
            path = "/a"
            axes = "zyx"
              [[folder.recipe]]
              name = "one"
              classifier = "/c.cl"
              [[folder.recipe]]
              name = "two"
              classifier = "/c.cl"
              axes = "CYX"
            """
        )
        #expect(settings.folders[0].recipes.map(\.axes?.description) == ["ZYX", "CYX"])
    }

    @Test("reads the inline forms of TOML alike")
    func inlineForm() throws {
        let inline = #"folder = [{ path = "/a", recipe = [{ classifier = "/c.cl" }], quiet = "0" }]"#
        let folders = try Configuration.settings(inline).folders
        #expect(folders == [FolderSettings(path: "/a", quiet: .zero, recipes: [RecipeSettings(classifier: "/c.cl")])])
    }

    @Test("keeps result folders out of the watch")
    func excluded() throws {
        let text =
            Configuration.folder("/a", "output = \"/a/results\"") + Configuration.folder("/b", "output = \"/a/more\"")
            + Configuration.folder("/c", "output = \"out\"")
        let settings = try Configuration.settings(text)
        #expect(settings.foldersLeftOut(of: settings.folders[0]) == ["/a/results", "/a/more"])
        #expect(settings.foldersLeftOut(of: settings.folders[1]).isEmpty)
        #expect(settings.foldersLeftOut(of: settings.folders[2]) == ["out"])
    }
}
