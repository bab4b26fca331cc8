import Files
import FoundationEssentials
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images that go well")
struct ImageProcessorTests {
    private static let all = ["x.tif", "x_labels.tif", "x_mask.tif", "x_objects.csv", "x_summary.json"]

    @Test("the worker is asked for what the recipe says, and the summary says what was done")
    func job() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        let digest = FileDigest.sha256(try ClassifierFixtures.bytes("nuclei"))
        #expect(
            worker.jobs == [
                SegmentationJob(
                    imageName: "x.tif",
                    recipe: Recipe(
                        steps: [
                            .classifyPixels(classifier: digest, foreground: .positiveClass(2)), .connectComponents,
                        ],
                        outputs: [.mask, .labels, .objects]
                    )
                )
            ]
        )
        let summary = try #require(try acquisition.summary())
        #expect(summary.classifier?.sha256 == digest)
        #expect(summary.classifier?.generation == 1)
        #expect(summary.classifier?.name == "nuclei.cl")
        #expect(summary.recipe == nil)
        #expect(summary.totals.objects == 1)
        #expect(summary.engine?.device == "a script")
    }

    @Test("an image that is done is skipped until its content changes")
    func skipped() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
        // Copied over itself: another time, the same content.
        try acquisition.folder.touch("in/x.tif", seconds: 1_234_567_890)
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
        #expect(worker.jobs.count == 1)
        try acquisition.folder.write(ClassifierFixtures.image(1), to: "in/x.tif")
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(worker.jobs.count == 2)
        #expect(try acquisition.summary()?.image.sha256 == FileDigest.sha256(ClassifierFixtures.image(1)))
    }

    @Test("a removed summary means: do it again")
    func removedSummary() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        try acquisition.folder.remove("in/x_summary.json")
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(try acquisition.names() == Self.all)
    }

    @Test("another classifier makes images due by the folder's policy alone", arguments: NewClassifierPolicy.allCases)
    func newClassifier(policy: NewClassifierPolicy) async throws {
        var acquisition = try await Acquisition()
        acquisition.settings.onNewClassifier = policy
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        try await acquisition.swap(to: "surroundings")
        #expect(await acquisition.outcome(by: worker)?.word == (policy == .redo ? "done" : "up to date"))
        #expect(try acquisition.summary()?.classifier?.generation == (policy == .redo ? 2 : 1))
        #expect(worker.jobs.last?.recipe.foreground == .positiveClass(policy == .redo ? 1 : 2))
        // Asked for from outside, the policy of the folder does not count.
        #expect(await acquisition.outcome(by: worker, policy: .redo)?.word == (policy == .redo ? "up to date" : "done"))
    }

    @Test("another recipe is due again under redo, and outputs no longer wanted go")
    func newRecipe() async throws {
        var acquisition = try await Acquisition()
        acquisition.settings.onNewClassifier = .redo
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        acquisition.settings.recipes[0].outputs = [.labels]
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(try acquisition.names() == ["x.tif", "x_labels.tif", "x_summary.json"])
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
    }

    @Test("asked to do it again, it does it again")
    func again() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(await acquisition.outcome(by: worker, again: true)?.word == "done")
        #expect(worker.jobs.count == 2)
    }

    @Test("our own outputs, links out of the folder, folders and what is gone are no images")
    func noImages() async throws {
        let acquisition = try await Acquisition()
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        let folder = acquisition.folder
        // An output under another name is ours still.
        try folder.write(folder.read("in/x_labels.tif"), to: "in/copy.tif")
        try folder.makeFolder("in/folder.tif")
        try folder.write(ClassifierFixtures.image(), to: "elsewhere.tif")
        try folder.link("in/out.tif", to: "../elsewhere.tif")
        try folder.link("in/way", to: "..")
        for name in ["x_labels", "x_mask", "copy", "folder", "gone", "out", "way/elsewhere"] {
            #expect(await acquisition.process("in/\(name).tif", by: worker)?.map(\.word) == nil, "\(name)")
        }
        #expect(await acquisition.process("elsewhere.tif", by: worker)?.map(\.word) == nil)
        #expect(await acquisition.process("in/../elsewhere.tif", by: worker)?.map(\.word) != ["done"])
        #expect(worker.jobs.count == 1)
    }

    @Test("an image of others is an image, whatever its name")
    func foreignName() async throws {
        let acquisition = try await Acquisition()
        try acquisition.folder.write(ClassifierFixtures.image(1), to: "in/y_labels.tif")
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.process("in/y_labels.tif", by: worker)?.map(\.word) == ["done"])
        #expect(try acquisition.names().contains("y_labels_summary.json"))
    }

    @Test("every recipe has its own files and outcome; one without a classifier waits")
    func recipes() async throws {
        var acquisition = try await Acquisition()
        let classifier = acquisition.settings.recipes[0].classifiers[0]
        acquisition.settings.recipes = [
            RecipeSettings(name: "a", classifier: classifier, outputs: [.labels]),
            RecipeSettings(name: "b", classifier: acquisition.folder.path("absent.cl")),
            RecipeSettings(name: "c", classifier: classifier, outputs: [.mask]),
        ]
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.process(by: worker)?.map(\.word) == ["done", "waits", "done"])
        #expect(
            try acquisition.names()
                == ["x.tif", "x_a_labels.tif", "x_a_summary.json", "x_c_mask.tif", "x_c_summary.json"]
        )
        try acquisition.folder.remove("in/x_a_summary.json")
        #expect(await acquisition.process(by: worker)?.map(\.word) == ["done", "waits", "up to date"])
    }

    @Test("results go where the folder says", arguments: ["beside", "results", "mirror"])
    func locations(location: String) async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        switch location {
        case "results": acquisition.settings.output = .subfolder("results")
        case "mirror": acquisition.settings.output = .mirror(root: folder.path("elsewhere"))
        default: break
        }
        try folder.makeFolder("in/day 1/position 2")
        try folder.write(ClassifierFixtures.image(), to: "in/day 1/position 2/y.tif")
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.process("in/day 1/position 2/y.tif", by: worker)?.map(\.word) == ["done"])
        let places = [
            "beside": "in/day 1/position 2", "results": "in/day 1/position 2/results",
            "mirror": "elsewhere/day 1/position 2",
        ]
        let results = ["y_labels.tif", "y_summary.json"]
        #expect(try folder.names(in: places[location] ?? "") == (location == "beside" ? ["y.tif"] + results : results))
        #expect(await acquisition.process("in/day 1/position 2/y.tif", by: worker)?.map(\.word) == ["up to date"])
    }

    @Test("what a killed daemon left is swept, and nothing that only looks like it")
    func sweep() async throws {
        let acquisition = try await Acquisition()
        let calls = FileCalls { call throws(Errno) in if call == .remove { throw .ioError } }
        let place = OutputFolder(base: acquisition.settings.path, below: [], creatable: 0, isBaseCreatable: false)
        _ = try ResultCommit(
            in: ResultFolder(opening: place, calls: calls),
            names: OutputNames(image: "x.tif", recipe: nil),
            outputs: [.labels]
        )
        #expect(try acquisition.names().count == 2)
        let others = [
            ".x_labels.tif.segmentd-abc.tmp", ".x_labels.tif.segmentd-abcd01234567.tmp",
            ".x_labels.tif.other-abc123.tmp", "x_labels.tif.segmentd-abc123.tmp",
        ]
        for name in others { try acquisition.folder.write(Array("half".utf8), to: "in/\(name)") }
        let worker = ScriptedWorker([.finish])
        #expect(await acquisition.outcome(by: worker)?.word == "done")
        #expect(try acquisition.names() == (Self.all + others).sorted())
    }

    @Test("a result that somebody else laid down meanwhile is done before")
    func doneMeanwhile() async throws {
        let acquisition = try await Acquisition()
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "done")
        let folder = acquisition.folder
        try folder.makeFolder("theirs")
        let names = try acquisition.names().filter { $0 != "x.tif" }
        for name in names {
            try folder.write(folder.read("in/\(name)"), to: "theirs/\(name)")
            try folder.remove("in/\(name)")
        }
        let worker = ScriptedWorker([
            .disturb { for name in names { try folder.write(folder.read("theirs/\(name)"), to: "in/\(name)") } }
        ])
        #expect(await acquisition.outcome(by: worker)?.word == "up to date")
        #expect(worker.jobs.count == 1)
        #expect(try acquisition.names() == Self.all)
    }
}
