import Files
import Foundation
import Ledger
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images of which the ledger knows that they are done")
struct SettledImagesTests {
    private let acquisition: Acquisition
    private let folder: TemporaryFolder
    private let worker = ScriptedWorker([.finish])
    private let state: TemporaryFolder

    init() async throws {
        state = try TemporaryFolder()
        acquisition = try await Acquisition(outputs: [.labels])
        folder = acquisition.folder
        try folder.write(ClassifierFixtures.image(1), to: "in/y.tif")
    }

    private func ledger() async -> Ledger {
        await Ledger(at: state.appending("ledger.sqlite")) { _ in }
    }

    /// A processor that has done both images, as a life of the daemon has it.
    private func busyProcessor() async throws -> ImageProcessor {
        let processor = acquisition.processor(by: worker, ledger: await ledger())
        #expect(await look(processor, "x", isSuspect: true) == "done")
        #expect(await look(processor, "y", isSuspect: true) == "done")
        return processor
    }

    private func look(
        _ processor: ImageProcessor,
        _ name: String,
        isSuspect: Bool = false,
        policy: NewClassifierPolicy? = nil
    ) async -> String? {
        await processor.process(
            folder.path("in/\(name).tif"),
            in: acquisition.settings,
            isSuspect: isSuspect,
            policy: policy
        )?.first?.word
    }

    @Test("a scan leaves out what is done, and what is ours, by one look at the summary")
    func leftOut() async throws {
        _ = try await busyProcessor()
        func state(_ name: String) throws -> FileState { try FileCalls().state(at: folder.path("in/\(name)")) }
        // Another life: what a killed one left is swept before anything is left out.
        let processor = acquisition.processor(by: worker, ledger: await ledger())
        let opened = try OpenedFiles(in: folder.path("in"))
        for name in ["x.tif", "y.tif"] {
            #expect(processor.isSettled(folder.path("in/\(name)"), in: acquisition.settings, try state(name)))
        }
        #expect(try opened.names() == [])
        var other = try state("x.tif")
        other.inode += 1
        #expect(!processor.isSettled(folder.path("in/x.tif"), in: acquisition.settings, other))
        try folder.remove("in/y_summary.json")
        #expect(!processor.isSettled(folder.path("in/y.tif"), in: acquisition.settings, try state("y.tif")))
        // Looked at once, an output is known as ours.
        #expect(await look(processor, "x_labels") == nil)
        #expect(
            processor.isSettled(folder.path("in/x_labels.tif"), in: acquisition.settings, try state("x_labels.tif"))
        )
    }

    @Test("a scan opens neither the image nor its summary, from the first result on")
    func nothingOpened() async throws {
        let processor = try await busyProcessor()
        let opened = try OpenedFiles(in: folder.path("in"))
        for name in ["x", "y", "x"] { #expect(await look(processor, name) == "up to date") }
        #expect(try opened.names() == [])
        #expect(await look(processor, "x", isSuspect: true) == "up to date")
        #expect(try opened.names() == ["x.tif", "x_summary.json"], "an event is a reason to look closely")
    }

    @Test("so after a restart, once the folder was swept")
    func restarted() async throws {
        _ = try await busyProcessor()
        let processor = acquisition.processor(by: worker, ledger: await ledger())
        #expect(await look(processor, "x") == "up to date")
        let opened = try OpenedFiles(in: folder.path("in"))
        for name in ["y", "x"] { #expect(await look(processor, name) == "up to date") }
        #expect(try opened.names() == [] && worker.jobs.count == 2)
    }

    @Test(
        "without its ledger, or with a damaged one, every summary is read once, and no image done again",
        arguments: [true, false]
    )
    func rebuilt(isDamaged: Bool) async throws {
        _ = try await busyProcessor()
        for name in try state.names() {
            if isDamaged {
                try state.write(Array(repeating: 0xA5, count: 9_000), to: name)
            } else {
                try state.remove(name)
            }
        }
        let processor = acquisition.processor(by: worker, ledger: await ledger())
        let opened = try OpenedFiles(in: folder.path("in"))
        for name in ["x", "y"] { #expect(await look(processor, name) == "up to date") }
        #expect(try opened.names().filter { $0.hasSuffix(".json") } == ["x_summary.json", "y_summary.json"])
        for name in ["x", "y"] { #expect(await look(processor, name) == "up to date") }
        #expect(try opened.names() == [] && worker.jobs.count == 2)
    }

    /// What happens to an image, or to its summary, between two scans.
    enum Change: String, CaseIterable {
        case summaryRemoved, summaryEdited, summaryRestored, summaryLinked, imageTouched, imageReplaced
    }

    @Test("whatever happens to the image or to its summary is noticed", arguments: Change.allCases)
    func changed(change: Change) async throws {
        let processor = try await busyProcessor()
        let summary = try folder.read("in/x_summary.json")
        var expected = "up to date"
        switch change {
        case .summaryRemoved:
            try folder.remove("in/x_summary.json")
            expected = "done"
        case .summaryEdited:
            // As many bytes, at the same time.
            let text = String(decoding: summary, as: UTF8.self).replacing("\"x.tif\"", with: "\"z.tif\"")
            let time = try FileCalls().state(at: folder.path("in/x_summary.json")).identity.modificationSeconds
            let file = try FileDescriptor.open(folder.path("in/x_summary.json"), .writeOnly)
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
            try folder.touch("in/x_summary.json", seconds: Int(time))
            expected = "postponed: output_exists"
        case .summaryRestored:
            try folder.write(summary, to: "aside.json")
            try folder.remove("in/x_summary.json")
            try FileManager.default.moveItem(
                atPath: folder.appending("aside.json"),
                toPath: folder.appending("in/x_summary.json")
            )
        case .summaryLinked:
            try folder.write(summary, to: "aside.json")
            try folder.remove("in/x_summary.json")
            try folder.link("in/x_summary.json", to: "../aside.json")
            expected = "postponed: output_exists"
        case .imageTouched: try folder.touch("in/x.tif", seconds: 1_000_000_000)
        case .imageReplaced:
            try folder.write(ClassifierFixtures.image(2), to: "in/x.tif")
            expected = "done"
        }
        let opened = try OpenedFiles(in: folder.path("in"))
        #expect(await look(processor, "x") == expected)
        #expect(try opened.names().contains("x.tif"))
        #expect(worker.jobs.count == (expected == "done" ? 3 : 2))
        guard !expected.hasPrefix("postponed") else { return }
        #expect(await look(processor, "x") == "up to date")
        _ = try opened.names()
        #expect(await look(processor, "x") == "up to date")
        #expect(try opened.names() == [])
    }

    @Test("another classifier makes images due by their folder's policy, and only then is anything opened")
    func otherClassifier() async throws {
        let processor = try await busyProcessor()
        try await acquisition.swap(to: "surroundings")
        let opened = try OpenedFiles(in: folder.path("in"))
        #expect(await look(processor, "x", policy: .newImages) == "up to date")
        #expect(try opened.names() == [])
        #expect(await look(processor, "x", policy: .redo) == "done")
        _ = try opened.names()
        #expect(await look(processor, "x", policy: .redo) == "up to date")
        #expect(try opened.names() == [])
    }

    @Test("failures are settled in the same way; an image that was given up is not")
    func failures() async throws {
        let failure = Failure(kind: "truncated_data", message: "it ends early", remedy: "copy it again")
        let processor = acquisition.processor(by: ScriptedWorker([.refuse(failure)]), ledger: await ledger())
        for word in ["failed: truncated_data", "up to date"] { #expect(await look(processor, "x") == word) }
        let opened = try OpenedFiles(in: folder.path("in"))
        #expect(await look(processor, "x") == "up to date")
        #expect(try opened.names() == [])
        try await acquisition.swap(to: "surroundings")
        #expect(await look(processor, "x") == "failed: truncated_data")

        var retries = Acquisition.withoutPauses
        retries.most = 1
        let unlucky = acquisition.processor(by: ScriptedWorker([.die]), ledger: await ledger(), retries: retries)
        #expect(await look(unlucky, "y") == "failed: worker_lost")
        #expect(await look(unlucky, "y") == "up to date")
        let next = acquisition.processor(by: worker, ledger: await ledger())
        #expect(await look(next, "y") == "done", "the next start tries again")
    }

    @Test("our own outputs beside the images are opened once, and somebody else's file in their place is an image")
    func ownOutputs() async throws {
        let processor = try await busyProcessor()
        let opened = try OpenedFiles(in: folder.path("in"))
        #expect(await look(processor, "x_labels") == nil)
        #expect(try opened.names().contains("x_labels.tif"))
        #expect(await look(processor, "x_labels") == nil)
        #expect(try opened.names() == [])
        try folder.write(ClassifierFixtures.image(2), to: "in/x_labels.tif")
        #expect(await look(processor, "x_labels") == "done")
    }
}
