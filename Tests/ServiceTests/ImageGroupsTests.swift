import Files
import Ledger
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Groups and names of the images of a folder")
struct ImageGroupsTests {
    /// An acquisition whose images lie in folders of plates, with a sheet of two wells.
    private func acquisition(_ images: [String], sheet: String? = "well,dose\nA1,5\nB2,7\n") async throws -> Acquisition
    {
        var acquisition = try await Acquisition(outputs: [.mask, .objects])
        let folder = acquisition.folder
        try folder.makeFolder("in/p7")
        for (number, image) in images.enumerated() {
            try folder.write(ClassifierFixtures.image(number % 5) + [UInt8(number)], to: "in/\(image)")
        }
        if let sheet { try folder.write(Array(sheet.utf8), to: "plate.csv") }
        acquisition.settings.groups = GroupSettings(
            pattern: try GroupPattern("{plate}/{well}_s{site:digits}"),
            samples: sheet == nil ? nil : folder.path("plate.csv")
        )
        acquisition.settings.recipes[0].groups = ["plate", "well", "site"]
        return acquisition
    }

    private func name(_ acquisition: inout Acquisition, _ template: String) throws {
        acquisition.settings.recipes[0].naming.template = try NameTemplate(template, groups: ["plate", "well", "site"])
    }

    @Test("are in the job for the table, and in the summary; what is not known is empty, with a warning")
    func groups() async throws {
        let acquisition = try await acquisition(["p7/A01_s3.tif", "p7/C3_s1.TIF", "p7/other.tif"])
        let worker = ScriptedWorker([.finish])
        for image in ["p7/A01_s3.tif", "p7/C3_s1.TIF", "p7/other.tif"] {
            #expect(await acquisition.process("in/\(image)", by: worker)?.first?.word == "done")
        }
        #expect(worker.jobs.map { $0.groups?.names } == .init(repeating: ["plate", "well", "site", "dose"], count: 3))
        #expect(
            worker.jobs.map { $0.groups?.texts } == [
                ["p7", "A01", "3", "5"], ["p7", "C3", "1", ""], ["", "", "", ""],
            ]
        )
        let summaries = try ["A01_s3", "C3_s1", "other"].map {
            try #require(try acquisition.folder.summary("in/p7/\($0)_summary.json"))
        }
        #expect(summaries[0].groups == ["plate": "p7", "well": "A01", "site": "3", "dose": "5"])
        #expect(summaries.map { $0.warnings.count - summaries[0].warnings.count } == [0, 1, 1])
        #expect(summaries[1].warnings.last == "plate.csv does not tell of well C3, so its columns are empty")
        #expect(summaries[2].groups?["well"] == "")
        #expect(
            summaries[2].warnings.last?.contains("does not fit the pattern \"{plate}/{well}_s{site:digits}\"") ?? false
        )
    }

    @Test("another sheet makes no image due, another pattern does as other settings do")
    func due() async throws {
        var acquisition = try await acquisition(["p7/A01_s3.tif"])
        let worker = ScriptedWorker([.finish])
        let image = "in/p7/A01_s3.tif"
        #expect(await acquisition.process(image, by: worker)?.first?.word == "done")
        try acquisition.folder.write(Array("well,dose\nA1,99\n".utf8), to: "plate.csv")
        #expect(await acquisition.process(image, by: worker, policy: .redo)?.first?.word == "up to date")
        acquisition.settings.groups = GroupSettings(pattern: try GroupPattern("{well}_s{field:digits}"))
        acquisition.settings.recipes[0].groups = ["well", "field"]
        #expect(await acquisition.process(image, by: worker, policy: .newImages)?.first?.word == "up to date")
        #expect(await acquisition.process(image, by: worker, policy: .redo)?.first?.word == "done")
        // Where no table is written, groups are nothing to the recipe.
        let plain = try await self.acquisition(["p7/A01_s3.tif"])
        var bare = plain
        bare.settings.recipes[0].outputs = [.mask]
        bare.settings.recipes[0].groups = nil
        #expect(await bare.process(image, by: worker)?.first?.word == "done")
        bare.settings.recipes[0].groups = ["well"]
        #expect(await bare.process(image, by: worker, policy: .redo)?.first?.word == "up to date")
    }

    @Test("an image is done where the summary of its present name says so; results under old names stay")
    func names() async throws {
        var acquisition = try await acquisition(["p7/A01_s3.tif"])
        let (worker, image) = (ScriptedWorker([.finish]), "in/p7/A01_s3.tif")
        let ledger = await Ledger(at: acquisition.folder.path("ledger.sqlite").string) { _ in }
        func process() async -> String? {
            await acquisition.process(image, by: worker, ledger: ledger)?.first?.word
        }
        #expect(await process() == "done")
        let old = try acquisition.folder.names(in: "in/p7")
        try name(&acquisition, "{well}-{stem} {kind}")
        #expect(await process() == "done")
        #expect(await process() == "up to date")
        let new = ["A01-A01_s3 mask.tif", "A01-A01_s3 objects.csv", "A01-A01_s3 summary.json"]
        #expect(try acquisition.folder.names(in: "in/p7").sorted() == (old + new).sorted())
        try name(&acquisition, "{stem}_{recipe}_{kind}")
        #expect(await process() == "up to date", "the old results are found again")
        // Results lie where images are looked for, whatever they are called.
        try name(&acquisition, "{well}-{stem} {kind}")
        #expect(await acquisition.process("in/p7/A01-A01_s3 mask.tif", by: worker) == nil)
    }

    @Test("two images of one stem, endings in capitals, long names and strange bytes each have results of their own")
    func awkward() async throws {
        let long = String(repeating: "x", count: 251)
        var acquisition = try await acquisition(["p7/A01_s3.tif", "p7/A01_s3.ome.TIF", "p7/\(long).TIF"])
        try name(&acquisition, "{well}-{stem}-{kind}")
        let odd = try #require(FilePath.Component(bytes: [0xFF, 0x0A] + Array("_s1.tif".utf8)))
        let plate = acquisition.folder.path("in/p7")
        let bytes = try ClassifierFixtures.image(3)
        let file = try FileDescriptor.open(
            plate.appending(odd),
            .writeOnly,
            options: [.create],
            permissions: [.ownerReadWrite]
        )
        try file.closeAfter { _ = try file.writeAll(bytes) }
        acquisition.settings.groups = GroupSettings(pattern: try GroupPattern("{well:any}_s{site:digits}"))
        let worker = ScriptedWorker([.finish])
        let processor = acquisition.processor(by: worker)
        let images =
            ["A01_s3.tif", "A01_s3.ome.TIF", "\(long).TIF"].map { plate.appending($0) } + [plate.appending(odd)]
        for _ in 1...2 {
            for image in images { _ = await processor.process(image, in: acquisition.settings) }
        }
        for image in images {
            #expect(await processor.process(image, in: acquisition.settings)?.first?.word == "up to date")
        }
        #expect(worker.jobs.count == 4)
        let names = try FileCalls().list(FileCalls().openFolder(at: plate)).map(\.bytes)
        let summaries = names.filter { $0.suffix(13).elementsEqual("-summary.json".utf8) }
        #expect(summaries.count == 4 && names.count == 16 && names.allSatisfy { $0.count <= 255 })
        #expect(summaries.contains(Array("A01-A01_s3.ome.TIF-summary.json".utf8)))
        #expect(summaries.contains([0xFF, 0x0A, 0x2D, 0xFF, 0x0A] + Array("_s1-summary.json".utf8)))
        #expect(worker.jobs.last?.groups?.texts == ["%FF%0A", "1"])
    }

    @Test("verify knows results by other names, tells copies from them, and has what is damaged done again under them")
    func verification() async throws {
        var acquisition = try await acquisition(["p7/A01_s3.tif", "p7/B02_s4.tif"])
        try name(&acquisition, "seg-{stem} v2 {kind}")
        acquisition.settings.recipes[0].naming.words = [.mask: "Simple Segmentation"]
        let (worker, folder) = (ScriptedWorker([.finish]), acquisition.folder)
        for image in ["A01_s3", "B02_s4"] { _ = await acquisition.process("in/p7/\(image).tif", by: worker) }
        func findings() -> [String] {
            var verification = FolderVerification(folder.path("in"))
            verification.run()
            return verification.tally.findings.map { "\($0.kind.rawValue) \($0.path.path.lastComponent?.string ?? "")" }
        }
        #expect(findings() == [])
        #expect(try folder.names(in: "in/p7").contains("seg-A01_s3 v2 Simple Segmentation.tif"))
        try folder.write(folder.read("in/p7/seg-A01_s3 v2 summary.json"), to: "in/p7/copy v2 summary.json")
        try folder.remove("in/p7/seg-B02_s4 v2 objects.csv")
        #expect(Set(findings()) == ["duplicate copy v2 summary.json", "missing_output seg-B02_s4 v2 objects.csv"])
        let summary = try #require(try folder.summary("in/p7/seg-B02_s4 v2 summary.json"))
        let naming = ResultNaming(of: summary, named: "seg-B02_s4 v2 summary.json")
        #expect(naming?.template.text == "seg-{stem} v2 {kind}" && naming?.words == [.mask: "Simple Segmentation"])
    }

    @Test("the tables of the folder follow a sheet, and tell of one that cannot be used")
    func tables() async throws {
        let acquisition = try await acquisition(["p7/A01_s3.tif", "p7/C3_s1.tif"])
        let folder = acquisition.folder
        for image in ["A01_s3", "C3_s1"] {
            _ = await acquisition.process("in/p7/\(image).tif", by: ScriptedWorker([.finish]))
        }
        let writer = ExperimentWriter(acquisition.settings, places: FolderPlaces([acquisition.settings]))
        func doses() throws -> [String] {
            let lines = try String(decoding: folder.read("in/segmentd_images.csv"), as: UTF8.self).split(
                separator: "\n"
            )
            return lines.map { String($0.split(separator: ",", omittingEmptySubsequences: false).last ?? "") }
        }
        _ = try await writer.update(nil)
        #expect(try doses() == ["dose", "5", ""])
        #expect(await !writer.hasOtherSheet())
        try folder.write(Array("well,drug\nA1,x\nC03,y\n".utf8), to: "plate.csv")
        #expect(await writer.hasOtherSheet())
        #expect(try await writer.update(nil).isWritten)
        #expect(try doses() == ["drug", "x", "y"])
        try folder.write(Array("well,drug\nA1,x\nA1,y\n".utf8), to: "plate.csv")
        let report = try await writer.update(nil)
        #expect(!report.isWritten)
        #expect(report.problems.contains { $0.contains("plate.csv, line 3, tells of well A1, as line 2 does") })
    }

    @Test("check counts the names that do not fit, and tells of the first")
    func check() async throws {
        let unfit = (1...6).map { "p7/x\($0).tif" }
        let acquisition = try await acquisition(["p7/A01_s3.tif", "p7/C3_s1.tif"] + unfit)
        let folder = acquisition.folder
        _ = await acquisition.process("in/p7/A01_s3.tif", by: ScriptedWorker([.finish]))
        try folder.remove("in/x.tif")
        let warnings = ConfigurationCheck.nameWarnings(of: Settings(folders: [acquisition.settings]))
        #expect(warnings.map(\.keyPath) == ["folder[0].pattern", "folder[0].samples", "folder[0].samples"])
        try #require(warnings.count == 3)
        #expect(warnings[0].message.hasPrefix("6 of 8 image(s) do not fit it: "))
        #expect(warnings[0].message.hasSuffix(" and 1 more"))
        #expect(warnings[1].message == "the sheet does not tell of 1 of 8 image(s): p7/C3_s1.tif (well C3)")
        #expect(warnings[2].message == "1 line(s) of the sheet tell of no image that is there: well B2 (line 3)")
        try folder.write(Array("well,dose\nA1\n".utf8), to: "plate.csv")
        let problems = Settings(folders: [acquisition.settings]).environmentProblems()
        #expect(problems.first { $0.keyPath == "folder[0].samples" }?.message.contains("plate.csv, line 2,") ?? false)
    }
}
