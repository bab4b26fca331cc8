import Foundation
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing

/// The built program on images that have several files: files come and go as microscopes write them.
@Suite("Files of one image", .serialized)
struct FilesOfOneImageTests {
    private let home: TemporaryFolder
    private let configuration: URL

    /// The golden image of two channels, taken apart: by names, and as OME files that name each other.
    private static let files = """
        import os, sys, numpy, tifffile
        os.chdir(sys.argv[1])
        pixels = tifffile.imread(sys.argv[2] + '/two_channels/input.tif')
        for c in 0, 1:
            tifffile.imwrite(f'x_C{c + 1}.tif', pixels[c])
            tifffile.imwrite(f'y_C{c + 1}.tif', pixels[c])
            other = f'<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="60" SizeY="52" ' \\
                'SizeC="2" SizeZ="1" SizeT="1"><Channel ID="Channel:0:0" SamplesPerPixel="1"/>' \\
                '<Channel ID="Channel:0:1" SamplesPerPixel="1"/>' + ''.join(
                f'<TiffData FirstC="{i}" PlaneCount="1" IFD="0"><UUID FileName="o{i}.ome.tif">urn:uuid:' \\
                f'00000000-0000-0000-0000-00000000000{i}</UUID></TiffData>' for i in (0, 1)) + '</Pixels></Image>'
            xml = f'<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" ' \\
                f'UUID="urn:uuid:00000000-0000-0000-0000-00000000000{c}">' + other + '</OME>'
            tifffile.imwrite(f'o{c}.ome.tif', pixels[c], description=xml, metadata=None)
        for z in 1, 2, 3:
            tifffile.imwrite(f's_z{z}.tif', pixels[0] + z)
        """

    init() throws {
        home = try TemporaryFolder()
        configuration = URL(filePath: home.appending("segmentd.toml"))
        for name in ["in", "made"] { try home.makeFolder(name) }
        let golden = AcquisitionFixtures.folder.appending(path: "golden")
        try FileManager.default.copyItem(
            at: golden.appending(path: "two_channels/classifier.cl"),
            to: URL(filePath: home.appending("two.cl"))
        )
        _ = try GoldenArray.output(of: Self.files, arguments: [home.appending("made"), golden.path])
    }

    private func configure(
        _ folder: String,
        classifier: String = "two.cl",
        _ recipe: String = "outputs = [\"classes\"]"
    ) throws {
        try Data(
            """
            [device]
            workers = 1
            [[folder]]
            path = "\(home.appending("in"))"
            \(folder)
              [[folder.recipe]]
              classifier = "\(classifier)"
              \(recipe)
            """.utf8
        ).write(to: configuration)
    }

    private func start(_ name: String) async throws -> RunningDaemon {
        let daemon = try RunningDaemon(configuration: configuration, home: home.url, name: name)
        try await daemon.waitUntilReady()
        return daemon
    }

    /// Brings a file as a program does that writes into it, or renames it into place.
    private func bring(_ name: String, renamed: Bool = false) throws {
        let (source, target) = (home.appending("made/\(name)"), home.appending("in/\(name)"))
        try Microscope.shell(
            renamed
                ? "cp '\(source)' '\(target).part'; mv '\(target).part' '\(target)'"
                : "{ head -c 500 '\(source)'; sleep 0.1; tail -c +501 '\(source)'; } > '\(target)'"
        )
    }

    private var summaries: [String] { ((try? home.names(in: "in")) ?? []).filter { $0.hasSuffix("_summary.json") } }

    private func summary(_ name: String) throws -> Summary? {
        guard FileManager.default.fileExists(atPath: home.appending("in/\(name)_summary.json")),
            case .found(let summary) = SummaryFile.decode(try home.read("in/\(name)_summary.json"))
        else { return nil }
        return summary
    }

    /// Whether a class map is that of real APOC.
    private func checkClasses(_ name: String) throws {
        let script =
            "import sys, tifffile; a, b = map(tifffile.imread, sys.argv[1:]); print(a.shape == b.shape and (a == b).all())"
        let expected = AcquisitionFixtures.folder.appending(path: "golden/two_channels/expected_classes.tif").path
        let output = try GoldenArray.output(of: script, arguments: [home.appending(name), expected])
        #expect(String(decoding: output, as: UTF8.self) == "True\n")
    }

    /// Whether a summary is as the schema says.
    private func checkSchema(_ name: String) throws {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            schema, summary = (json.load(open(path, encoding='utf-8')) for path in sys.argv[1:])
            print([error.message for error in Draft202012Validator(schema).iter_errors(summary)], len(summary['image']['members']))
            """
        let schema = AcquisitionFixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Results/Summary/summary.schema.json").path
        let output = try GoldenArray.output(of: script, arguments: [schema, home.appending("in/\(name)_summary.json")])
        #expect(String(decoding: output, as: UTF8.self) == "[] 1\n")
    }

    @Test("two channels by name: in any order, over a death of the daemon, changed later", .timeLimit(.minutes(5)))
    func named() async throws {
        try configure("together = \"{name}_C{channel}.tif\"\nset_quiet = \"1h\"")
        let daemon = try await start("first")
        try bring("x_C2.tif")
        try bring("x_C1.tif", renamed: true)
        try bring("y_C1.tif")
        try await daemon.notify.wait(for: "x; \(daemon.log)") { _ in summaries == ["x_C1_summary.json"] }
        try await daemon.notify.wait(for: "the wait of y") { messages in
            messages.last?.contains("1 image waits for more of its files") ?? false
        }
        try checkClasses("in/x_C1_classes.tif")
        let image = try #require(try summary("x_C1")?.image)
        #expect((image.axes, image.members?.map(\.name)) == ("CYX", ["x_C2.tif"]))
        let explained = try ProgramCall.result(of: ["explain", home.appending("in/x_C2.tif")], home: home.url)
        #expect(explained.output.contains("part of \(home.appending("in/x_C1.tif"))"), "\(explained)")
        let tried = try ProgramCall.result(of: ["retry", home.appending("in/x_C2.tif")], home: home.url)
        #expect(tried.status == 0 && tried.output.contains("x_C1.tif: tried now"), "\(tried)")
        try checkSchema("x_C1")
        let waiting = try ProgramCall.result(of: ["explain", home.appending("in/y_C1.tif")], home: home.url)
        #expect(waiting.output.contains("it waits for more of its files (1 file is there, and the classifier takes 2 "))
        daemon.send(SIGKILL)

        try bring("y_C2.tif")
        let before = try home.read("in/x_C1_summary.json")
        let again = try await start("second")
        try await again.notify.wait(for: "y; \(again.log)") { _ in summaries.count == 2 }
        #expect(summaries == ["x_C1_summary.json", "y_C1_summary.json"])
        try checkClasses("in/y_C1_classes.tif")
        #expect(try home.read("in/x_C1_summary.json") == before, "the restart did work again")
        // Another file of the same pixels: its content is another.
        try Microscope.shell("printf more >> '\(home.appending("in/x_C2.tif"))'")
        try await again.notify.wait(for: "x anew; \(again.log)") { _ in (try? summary("x_C1")?.revision) == 2 }
        #expect(try await again.terminate() == 0)
        #expect(summaries.count == 2)

        let verified = try ProgramCall.result(of: ["verify", home.appending("in")], home: home.url)
        #expect(verified.status == 0, "\(verified)")
        try Microscope.shell("printf more >> '\(home.appending("in/x_C2.tif"))'")
        let found = try ProgramCall.result(of: ["verify", home.appending("in")], home: home.url)
        #expect(found.status == 1 && found.output.contains("x_C2.tif holds something else by now"), "\(found)")
    }

    @Test("planes that only time completes; one that comes later makes the image due again", .timeLimit(.minutes(5)))
    func late() async throws {
        try configure(
            "together = \"{name}_z{z}.tif\"\nset_quiet = \"1s\"",
            classifier: AcquisitionFixtures.classifier("nuclei").path,
            "outputs = [\"labels\"]"
        )
        let daemon = try await start("late")
        try bring("s_z3.tif")
        try bring("s_z2.tif")
        try await daemon.notify.wait(for: "two planes; \(daemon.log)") { _ in
            (try? summary("s_z2")?.image.shape) == [2, 52, 60]
        }
        try bring("s_z1.tif")
        try await daemon.notify.wait(for: "three planes; \(daemon.log)") { _ in
            (try? summary("s_z1")?.image.shape) == [3, 52, 60] && summaries.count == 1
        }
        #expect(try await daemon.terminate() == 0)
        #expect(summaries == ["s_z1_summary.json"])
        #expect(try home.names(in: "in").filter { $0.hasSuffix("_labels.tif") } == ["s_z1_labels.tif"])
    }

    @Test("OME files that name each other, without a word in the configuration", .timeLimit(.minutes(5)))
    func told() async throws {
        try configure("set_quiet = \"1h\"")
        let daemon = try await start("told")
        try bring("o1.ome.tif")
        try await daemon.notify.wait(for: "the wait; \(daemon.log)") { messages in
            messages.last?.contains("1 image waits for more of its files") ?? false
        }
        try bring("o0.ome.tif", renamed: true)
        try await daemon.notify.wait(for: "the image; \(daemon.log)") { _ in summaries == ["o0_summary.json"] }
        #expect(try await daemon.terminate() == 0)
        try checkClasses("in/o0_classes.tif")
        #expect(try summary("o0")?.image.members?.map(\.name) == ["o1.ome.tif"])
    }

    @Test("run and the command of the summary put files together", .timeLimit(.minutes(5)))
    func run() throws {
        for name in ["x_C1.tif", "x_C2.tif", "o0.ome.tif", "o1.ome.tif"] { try bring(name) }
        let call = ["run", "--classifier", "two.cl", "--output", "classes", "--together", "{name}_C{channel}.tif"]
        let result = try ProgramCall.result(of: call + [home.appending("in")], home: home.url)
        #expect(result.status == 0 && result.errors.contains("2 done, 0 done before, 0 failed"), "\(result)")
        #expect(summaries == ["o0_summary.json", "x_C1_summary.json"])
        for name in ["o0", "x_C1"] { try checkClasses("in/\(name)_classes.tif") }
        let again = try ProgramCall.result(of: call + [home.appending("in/x_C2.tif")], home: home.url)
        #expect(again.status == 0 && again.errors.contains("0 done, 1 done before, 0 failed"), "\(again)")
        // What is beside the program is found by its name.
        for name in ["o0", "x_C1"] {
            let command = try #require(try summary(name)?.reproduce).replacing("segmentd run", with: "run")
            let program = RunningDaemon.program.path
            let variables = RunningDaemon.environment(home: home.url).map { "export \($0)='\($1)'" }
            try Microscope.shell(
                "cd '\(home.appending("made"))'; \(variables.joined(separator: "; ")); '\(program)' \(command) 2>&1"
            )
            try checkClasses("made/reproduced/\(name)_classes.tif")
        }
    }
}
