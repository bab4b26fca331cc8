import Files
import Foundation
import Logging
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("verify")
struct FolderVerificationTests {
    private let acquisition: Acquisition
    private let folder: TemporaryFolder
    private static let count = 15

    /// A folder of images that are done, called 01 to 15.
    init() async throws {
        acquisition = try await Acquisition(outputs: [.mask, .labels, .objects])
        folder = acquisition.folder
        try folder.remove("in/x.tif")
        let processor = acquisition.processor(by: ScriptedWorker([.finish]))
        for number in 1...Self.count {
            let name = "in/\(Self.name(number)).tif"
            try folder.write(ClassifierFixtures.image(number % 5) + [UInt8(number)], to: name)
            let outcomes = await processor.process(folder.path(name), in: acquisition.settings)
            try #require(outcomes?.first?.word == "done")
        }
    }

    private static func name(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func verified(_ expected: ExpectedRecipes = ExpectedRecipes()) -> FolderVerification {
        var verification = FolderVerification(folder.path("in"), expected: expected)
        verification.run()
        return verification
    }

    /// What was found, as `kind name`.
    private func found(_ verification: FolderVerification) -> Set<String> {
        Set(verification.tally.findings.map { "\($0.kind.rawValue) \($0.path.path.lastComponent?.string ?? "")" })
    }

    /// Damages results in every way; gives what is to be found.
    private func damage() throws -> Set<String> {
        func change(_ name: String, _ body: (inout [UInt8]) -> Void) throws {
            var bytes = try folder.read("in/\(name)")
            body(&bytes)
            try folder.write(bytes, to: "in/\(name)")
        }
        func copy(_ name: String, to copy: String) throws {
            try folder.write(folder.read("in/\(name)"), to: "in/\(copy)")
        }
        try folder.remove("in/01_mask.tif")
        try change("02_objects.csv") { $0[$0.count - 1] = UInt8(ascii: " ") }
        try change("03_mask.tif") { $0 += [0, 0] }
        try change("04_labels.tif") { $0 = Array($0.prefix(8)) }
        try folder.write(ClassifierFixtures.image(0), to: "in/05_mask.tif")
        try copy("06_mask.tif", to: "06_classes.tif")
        // By the names of a preset, of which nobody told.
        try copy("06_mask.tif", to: "06_Simple Segmentation.tif")
        try folder.remove("in/07_summary.json")
        try change("08_summary.json") { $0 = Array($0.prefix(300)) }
        try copy("10_summary.json", to: "09_summary.json")
        try copy("10_summary.json", to: "10-copy_summary.json")
        try change("11.tif") { $0[100] ^= 1 }
        try folder.remove("in/12.tif")
        let opened = try FileCalls().openFolder(at: folder.path("in"))
        let stray = try TemporaryFile(for: "13_mask.tif", in: opened).name.string
        try folder.write(Array("{\"name\": \"somebody else's\"}".utf8), to: "in/14_summary.json")
        return [
            "missing_output 01_mask.tif", "altered_output 02_objects.csv", "altered_output 03_mask.tif",
            "torn_output 04_labels.tif", "foreign_file 05_mask.tif", "orphaned_output 06_classes.tif",
            "orphaned_output 06_Simple Segmentation.tif",
            "no_summary 07_labels.tif", "torn_summary 08_summary.json", "summary_of_another_image 09_summary.json",
            "duplicate 10-copy_summary.json", "image_changed 11_summary.json", "image_gone 12_summary.json",
            "stray_temporary \(stray)", "foreign_file 14_summary.json",
        ]
    }

    @Test("a sound folder has no findings, whatever else lies in it")
    func sound() throws {
        try folder.write(Array("a,b\n".utf8), to: "in/notes_objects.csv")
        try folder.write(Array("{}".utf8), to: "in/plan_summary.json")
        try folder.write(ClassifierFixtures.image(0), to: "in/my_mask.tif")
        try folder.makeFolder("in/empty")
        // Touched, and copied: the content is the same.
        try folder.touch("in/01.tif", seconds: 1_700_000_000)
        try folder.move("in/02.tif", to: "in/away")
        try folder.write(folder.read("in/away"), to: "in/02.tif")
        let tally = verified().tally
        #expect(tally.findings == [] && tally.findingCount == 0)
        #expect(tally.results == Self.count && tally.outputs == 3 * Self.count && tally.failures == 0)
    }

    @Test("every kind of damage is found, once, and nothing else; repair mends it and leaves all else as it was")
    func damaged() async throws {
        let expected = try damage()
        let first = verified()
        // Names of one family come in no order: any of its files may stand for it.
        let said = Set(found(first).map { $0.hasPrefix("no_summary 07_") ? "no_summary 07_labels.tif" : $0 })
        #expect(said == expected, "\(first.tally.text)")
        #expect(first.tally.findingCount == expected.count)
        for finding in first.tally.findings { #expect(!finding.words.isEmpty && !finding.remedy.isEmpty) }

        let before = try states()
        let worker = ScriptedWorker([.finish])
        let report = try await repair(first, by: worker)
        #expect(report.failures == [], "\(report.text)")
        #expect(report.redone == 7 && worker.jobs.count == 7 && report.removed == 5, "\(report.text)")
        let redone = ["01_", "02_", "03_", "07_", "08_", "09_", "11_"]
        let removed = ["06_classes.tif", "06_Simple Segmentation.tif", "10-copy_summary.json"]
        let after = try states()
        for (name, state) in before where !redone.contains(where: name.hasPrefix) && !removed.contains(name) {
            #expect(after[name] == state || name.hasPrefix("."), "\(name)")
        }
        #expect(removed.allSatisfy { after[$0] == nil })

        // What is not ours to touch stays, and is still found; with it out of the way, it can be mended too.
        let left = verified()
        #expect(
            found(left) == [
                "torn_output 04_labels.tif", "foreign_file 05_mask.tif", "foreign_file 14_summary.json",
                "image_gone 12_summary.json",
            ]
        )
        for name in ["04_labels.tif", "05_mask.tif", "14_summary.json"] { try folder.remove("in/\(name)") }
        #expect(try await repair(verified(), by: worker).redone == 3)
        #expect(found(verified()) == ["image_gone 12_summary.json"])
    }

    @Test("what a configuration would make otherwise by now is found where it is to be done again")
    func outdated() async throws {
        let worker = ScriptedWorker([])
        var settings = acquisition.settings
        #expect(try await verified(ExpectedRecipes([settings], worker: worker)).tally.older == 0)
        settings.recipes[0].outputs = [.mask]
        let kept = verified(try await ExpectedRecipes([settings], worker: worker)).tally
        #expect(kept.findings == [] && kept.older == Self.count)
        settings.onNewClassifier = .redo
        let recipe = verified(try await ExpectedRecipes([settings], worker: worker)).tally
        #expect(recipe.findingCount == Self.count && recipe.findings.allSatisfy { $0.kind == .outdated })
        settings.recipes[0].outputs = [.mask, .labels, .objects]
        try await acquisition.swap(to: "bright")
        let swapped = verified(try await ExpectedRecipes([settings], worker: worker)).tally
        #expect(swapped.findings.allSatisfy { $0.words.contains("classifier") } && swapped.findingCount == Self.count)
    }

    @Test("a classifier that is nowhere is said, and nothing is removed for it")
    func classifierGone() async throws {
        try folder.remove("in/01_mask.tif")
        try folder.remove("nuclei.cl")
        let report = try await repair(verified(), by: ScriptedWorker([.finish]))
        #expect(report.redone == 0 && report.failures.map(\.reason.kind) == ["classifier_unreadable"])
        #expect(try folder.names(in: "in").contains("01_summary.json"))
    }

    private func repair(
        _ verification: FolderVerification,
        by worker: ScriptedWorker
    ) async throws -> ResultRepair.Report {
        let directories = try ServiceDirectories(environment: ["HOME": folder.path.string], userID: 0)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await ResultRepair(settings: nil, worker: worker, directories: directories, log: log).run(
            verification
        )
    }

    /// Every file in the folder: inode, times and content.
    private func states() throws -> [String: String] {
        var states: [String: String] = [:]
        for name in try folder.names(in: "in") {
            let state = try FileCalls().state(at: folder.path("in/\(name)"))
            states[name] = "\(state) \(FileDigest.sha256(try folder.read("in/\(name)")))"
        }
        return states
    }
}
