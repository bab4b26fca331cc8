import Foundation
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// The commands other than `watch`, as a person calls them.
@Suite("The program")
struct ProgramTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: [String], environment: [String: String] = [:]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url, environment: environment)
    }

    @Test("run segments a folder, skips what is done, and reports a failure by its exit status")
    func run() throws {
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.image(2),
            to: URL(filePath: home.appending("a.tif"))
        )
        let classifier = AcquisitionFixtures.classifier("bright").path
        let first = try call(["run", "--json", "--classifier", classifier, home.url.path])
        #expect(first.status == 0)
        guard case .found(let summary) = SummaryFile.decode([UInt8](first.output.utf8)) else {
            Issue.record("no summary on standard output: \(first.output)")
            return
        }
        #expect(summary.status == .done && summary.image.name == "a.tif")
        let arrays = try GoldenArray.tiffs([
            home.appending("a_labels.tif"), AcquisitionFixtures.labels(2, by: "bright"),
        ])
        #expect(arrays[0].floats == arrays[1].floats)

        let second = try call(["run", "--classifier", classifier, home.url.path])
        #expect(second.status == 0 && second.errors.contains("0 done, 1 done before, 0 failed"))

        try home.write(Array("II*\0 no more than this".utf8), to: "b.tif")
        let third = try call(["run", "--classifier", classifier, home.url.path])
        #expect(third.status == 1 && third.errors.contains("b.tif"))
        #expect(try SummaryFile.decode(home.bytes("b_summary.json")).isFailure)
    }

    @Test("run does a replaced image anew, takes links in the folder, and says what it leaves alone")
    func replacedAndLinked() throws {
        let classifier = AcquisitionFixtures.classifier("bright").path
        for (number, name) in [(0, "x.tif"), (1, "other.tif")] {
            var bytes = [UInt8](try Data(contentsOf: AcquisitionFixtures.image(number)))
            bytes += [UInt8](repeating: 0, count: 20_000 - bytes.count)
            try home.write(bytes, to: name)
        }
        try Microscope.shell(
            """
            cd '\(home.url.path)' && mkdir -p data/raw && touch -d @1700000000 *.tif && mv x.tif data/raw/
            ln -s raw/x.tif data/link.tif; ln -s ../other.tif data/out.tif; mkfifo data/pipe.tif
            """
        )
        let first = try call(["run", "--classifier", classifier, home.appending("data")])
        #expect(first.status == 0 && first.errors.contains("2 done, 0 done before, 0 failed"), "\(first.errors)")
        for name in ["out.tif", "pipe.tif"] { #expect(first.errors.contains("data/\(name) is not taken"), "\(name)") }
        #expect(try SummaryFile.decode(home.bytes("data/link_summary.json")) != .absent)
        try Microscope.shell("chmod 600 '\(home.url.path)/data/raw/x.tif'")
        let second = try call(["run", "--classifier", classifier, home.appending("data")])
        #expect(second.status == 0 && second.errors.contains("0 done, 2 done before, 0 failed"), "\(second.errors)")
        try Microscope.shell("cd '\(home.url.path)' && mv other.tif data/raw/x.tif")
        let third = try call(["run", "--classifier", classifier, home.appending("data")])
        #expect(third.status == 0 && third.errors.contains("2 done, 0 done before, 0 failed"), "\(third.errors)")
        let named = try call(["run", "--classifier", classifier, home.appending("data/link.tif")])
        #expect(named.status == 0 && named.errors.contains("1 done before"), "\(named.errors)")
    }

    @Test("run with an output folder mirrors the tree and leaves the images alone")
    func mirror() throws {
        let images = URL(filePath: home.appending("raw/deep"))
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: images.appending(path: "a.tif"))
        let result = try call([
            "run", "--in-process", "--output-dir", home.appending("results"), "--output", "labels", "--classifier",
            AcquisitionFixtures.classifier("nuclei").path, home.appending("raw"),
        ])
        #expect(result.status == 0, "\(result.errors)")
        let written = try FileManager.default.subpathsOfDirectory(atPath: home.appending("results")).sorted()
        #expect(
            written == [
                "deep", "deep/a_labels.tif", "deep/a_summary.json", "segmentd_images.csv", "segmentd_objects.csv",
            ]
        )
        #expect(try FileManager.default.subpathsOfDirectory(atPath: home.appending("raw")) == ["deep", "deep/a.tif"])
    }

    @Test("images of the same name in two folders keep a result each in one output folder")
    func twoFolders() throws {
        for folder in ["a", "b"] {
            let images = URL(filePath: home.appending("raw/\(folder)"))
            try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: images.appending(path: "x.tif"))
        }
        let images = ["a", "b", "a"].map { home.appending("raw/\($0)/x.tif") }
        let result = try call(
            [
                "run", "--in-process", "--output-dir", home.appending("results"), "--output", "labels", "--classifier",
                AcquisitionFixtures.classifier("bright").path,
            ] + images
        )
        #expect(result.status == 0 && result.errors.contains("2 done, 0 done before"), "\(result.errors)")
        let written = try FileManager.default.subpathsOfDirectory(atPath: home.appending("results"))
        #expect(written.filter { $0.hasSuffix(".json") }.sorted() == ["a/x_summary.json", "b/x_summary.json"])
    }

    @Test("check reports every problem at once, with key path, and exits 78")
    func check() throws {
        let file = try home.write(
            Array(
                """
                [[folder]]
                path = "relative"
                quite = "2s"
                  [[folder.recipe]]
                  classifier = 7
                """.utf8
            ),
            to: "segmentd.toml"
        ).string
        let result = try call(["check", "--config", file])
        #expect(result.status == 78)
        for part in ["folder[0].path", "folder[0].quite", "quiet", "folder[0].recipe[0].classifier"] {
            #expect(result.errors.contains(part), "\(part) is not in: \(result.errors)")
        }
    }

    @Test("check parses the classifiers too")
    func checkClassifier() throws {
        try home.write(Array("/*\n*/\n__kernel".utf8), to: "bad.cl")
        let file = try home.write(
            Array("[[folder]]\npath = \"\(home.url.path)\"\n  [[folder.recipe]]\n  classifier = \"bad.cl\"\n".utf8),
            to: "segmentd.toml"
        ).string
        let result = try call(["check", "--config", file])
        #expect(result.status == 78 && result.errors.contains("bad.cl:3:"), "\(result.errors)")
    }

    @Test("inspect tells classifiers and images apart, and says why one does not run")
    func inspect() throws {
        let classifier = try call(["inspect", "--json", AcquisitionFixtures.classifier("nuclei").path])
        #expect(classifier.status == 0)
        let facts = try #require(
            JSONSerialization.jsonObject(with: Data(classifier.output.utf8)) as? [String: Any]
        )
        #expect(facts["trees"] as? Int == 20 && facts["channels_needed"] as? Int == 1)
        let image = try call(["inspect", AcquisitionFixtures.image(0).path])
        #expect(image.status == 0 && image.output.contains("YX, 88 × 104") && image.output.contains("uint16"))
        let text = try String(contentsOf: AcquisitionFixtures.classifier("nuclei"), encoding: .utf8)
        try home.write(Array(text.replacing("gaussian_blur=1", with: "entropy_box=1").utf8), to: "later.cl")
        let refused = try call(["inspect", home.appending("later.cl")])
        #expect(refused.status == 1 && refused.errors.contains("entropy_box") && refused.errors.contains("sobel"))
    }

    @Test("devices names the device that would be used")
    func devices() throws {
        let result = try call(["devices"])
        #expect(result.status == 0 && result.output.contains("used: "))
    }

    @Test("without a linker devices says what to install, and run computes on the host and says so")
    func noLinker() throws {
        let empty = ["PATH": home.url.path, "XDG_CACHE_HOME": home.appending("cache")]
        let devices = try call(["devices"], environment: empty)
        #expect(devices.status == 1)
        #expect(devices.output.contains("install binutils"), "\(devices.output) \(devices.errors)")
        #expect(devices.output.contains("used: host"))
        let run = try call(
            [
                "run", "--json", "--output-dir", home.appending("results"), "--classifier",
                AcquisitionFixtures.classifier("bright").path, AcquisitionFixtures.image(2).path,
            ],
            environment: empty
        )
        #expect(run.status == 0)
        guard case .found(let summary) = SummaryFile.decode([UInt8](run.output.utf8)) else {
            Issue.record("no summary on standard output: \(run.output) \(run.errors)")
            return
        }
        #expect(summary.engine?.kind == "host")
        #expect(summary.warnings.contains { $0.contains("install binutils") }, "\(summary.warnings)")
    }
}

extension TemporaryFolder {
    /// The bytes of a file in the folder.
    fileprivate func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: appending(name))))
    }
}

extension SummaryFile.Content {
    /// Whether it is the summary of a failure.
    fileprivate var isFailure: Bool {
        if case .found(let summary) = self { summary.status == .failed } else { false }
    }
}
