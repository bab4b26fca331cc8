import Foundation
import Results
import SystemPackage
import TestSupport
import Testing

/// Summaries tell in which folders image and outputs were: that must not hold when all was moved or copied together.
@Suite("Results that were moved", .serialized)
struct MovedResultsTests {
    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        try home.makeFolder("a")
        let image = URL(filePath: home.appending("a/x.tif"))
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(1), to: image)
        try home.write(Array(ThresholdClassifier.text(threshold: "80.0").utf8), to: "c.cl")
    }

    private func run(_ arguments: String...) throws -> ProgramCall.Result {
        let options = ["run", "--classifier", "c.cl", "--output", "labels"]
        return try ProgramCall.result(of: options + arguments, home: home.url)
    }

    private func verify(_ folder: String) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["verify", home.appending(folder)], home: home.url)
    }

    @Test("with their images they are found where they are now, and a copy does not stand in the other's way")
    func beside() throws {
        #expect(try run("a").status == 0)
        try Microscope.shell("mv '\(home.appending("a"))' '\(home.appending("b"))'")
        let moved = try verify("b")
        #expect(moved.status == 0, "\(moved)")
        #expect(try run("b").errors.contains("1 done before"))
        // Another image in the copy: its results take the place of the copied ones.
        try Microscope.shell("cp -a '\(home.appending("b"))' '\(home.appending("c"))'")
        let image = URL(filePath: home.appending("c/x.tif"))
        try Data(contentsOf: AcquisitionFixtures.image(2)).write(to: image)
        let changed = try verify("c")
        #expect(changed.status == 1 && changed.output.contains("c/x.tif"), "\(changed)")
        let copied = try run("c")
        #expect(copied.status == 0 && copied.errors.contains("1 done, 0 done before"), "\(copied)")
        #expect(try verify("b").status == 0)
    }

    @Test("in a tree of their own they stay those of the image that is where they say")
    func elsewhere() throws {
        try home.makeFolder("d")
        try Microscope.shell("cp -a '\(home.appending("a/x.tif"))' '\(home.appending("d"))'")
        #expect(try run("--output-dir", "results", "a").status == 0)
        let refused = try run("--output-dir", "results", "--again", "d")
        #expect(refused.status == 1 && refused.errors.contains("another image of this name"), "\(refused)")
        #expect(try verify("results").status == 0)
        try Microscope.shell("rm '\(home.appending("a/x.tif"))'")
        #expect(try verify("results").output.contains("a/x.tif is not there"))
        #expect(try run("--output-dir", "results", "--again", "d").status == 0)
    }
}
