import Foundation
import SystemPackage
import TestSupport
import Testing

/// What the commands make of their arguments, and what they say.
@Suite("The command line")
struct CommandLineTests {
    private let home: TemporaryFolder
    private let nuclei = AcquisitionFixtures.classifier("nuclei").path

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    private func copy(_ number: Int, to name: String) throws {
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: URL(filePath: home.appending(name)))
    }

    /// Writes `pages` pages without a description, by tifffile.
    private func stack(_ name: String, pages: Int = 3) throws {
        let script = """
            import sys, numpy, tifffile
            pages = numpy.random.default_rng(1).integers(90, 900, (int(sys.argv[2]), 30, 40)).astype('uint16')
            tifffile.imwrite(sys.argv[1], pages, metadata=None, photometric='minisblack')
            """
        _ = try GoldenArray.output(of: script, arguments: [home.appending(name), "\(pages)"])
    }

    @Test("run says each warning once, on standard error, with a count")
    func warnings() throws {
        for name in ["a.tif", "b.tif", "c.tif"] { try stack(name) }
        try stack("d.tif", pages: 2)
        let result = try call(["run", "--json", "--output", "labels", "--classifier", nuclei, home.url.path])
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("warning (") }
        #expect(lines.count == 2, "\(result.errors)")
        #expect(lines.contains { $0.hasPrefix("warning (3 images: ") && $0.contains("its 3 pages have no axis names") })
        #expect(lines.contains { $0.hasPrefix("warning (1 image: d.tif): its 2 pages have no axis names") })
        #expect(result.output.split(separator: "\n").count == 4 && result.output.contains("no axis names"))
    }

    @Test("--axes names the axes for run, inspect and bench, and stands in the summary")
    func axes() throws {
        try stack("a.tif")
        let path = home.appending("a.tif")
        let plain = try call(["inspect", path])
        #expect(plain.output.contains("?YX, 3 × 30 × 40") && plain.output.contains("--axes"), "\(plain.output)")
        #expect(try call(["inspect", "--axes", "zyx", path]).output.contains("ZYX, 3 × 30 × 40"))
        let run = ["run", "--json", "--output", "labels", "--classifier", nuclei]
        let named = try call(run + ["--axes", "ZYX", path])
        #expect(named.status == 0 && named.output.contains("\"axes\" : \"ZYX\""), "\(named.errors)")
        #expect(!named.errors.contains("warning"))
        let bench = ["bench", "--repeats", "1", "--json", "--classifier", nuclei, "--image", path]
        #expect(try call(bench + ["--axes", "ZYX"]).status == 0)
        for command in [["inspect"], run, Array(bench.dropLast())] {
            // bench takes the path as the value of --image, which therefore comes last.
            func with(_ axes: String) -> [String] { [command[0], "--axes", axes] + command.dropFirst() + [path] }
            let misfit = try call(with("TZYX") + (command == run ? ["--again"] : []))
            #expect(misfit.status == 1 && misfit.errors.contains("for example ZYX"), "\(misfit.errors)")
            let wrong = try call(with("XYZ"))
            let refused: Int32 = command == run ? 2 : 64
            #expect(wrong.status == refused && wrong.errors.contains("end in YX"), "\(wrong.errors)")
        }
    }

    @Test("options that would be ignored are refused before the first image")
    func ignoredOptions() throws {
        try copy(0, to: "a.tif")
        let refusals: [([String], String)] = [
            (["--positive-class", "5"], "ObjectSegmenter of class 2"), (["--threshold", "0.5"], "ProbabilityMapper"),
        ]
        for (options, reason) in refusals {
            let result = try call(["run", "--classifier", nuclei, home.url.path] + options)
            #expect(result.status == 2, "\(options)")
            #expect(result.errors.contains("recipe_impossible") && result.errors.contains(reason), "\(result.errors)")
        }
        let file = try home.write(
            Array(
                """
                [[folder]]
                path = "\(home.url.path)"
                  [[folder.recipe]]
                  classifier = "\(nuclei)"
                  positive_class = 1
                """.utf8
            ),
            to: "segmentd.toml"
        ).string
        let check = try call(["check", "--config", file])
        #expect(check.status == 78 && check.errors.contains("positive_class = 1"), "\(check.errors)")
        for options in [["--positive-class", "2"], ["--threshold", "0.5"], ["--output", "mask"]] {
            let result = try call(["run", "--config", file, home.url.path] + options)
            #expect(result.status == 2 && result.errors.contains("goes with --classifier"), "\(result.errors)")
        }
        #expect(try call(["bench", "--image", "a.tif", "--size", "64x64"]).status == 64)
        let names = try FileManager.default.contentsOfDirectory(atPath: home.url.path).filter { $0.hasPrefix("a") }
        #expect(names == ["a.tif"], "nothing was computed")
    }

    @Test("a folder or pattern without a TIFF is said, and is no success")
    func nothingThere() throws {
        try FileManager.default.createDirectory(atPath: home.appending("empty"), withIntermediateDirectories: false)
        let empty = try call(["run", "--classifier", nuclei, home.appending("empty")])
        #expect(empty.status == 1 && empty.errors.contains("empty holds no image"), "\(empty.errors)")
        try copy(0, to: "a.tif")
        let both = try call(["run", "--output", "mask", "--classifier", nuclei, "a.tif", "empty"])
        #expect(both.status == 1 && both.errors.contains("1 done") && both.errors.contains("empty holds no image"))
        let pattern = try call(["run", "--classifier", nuclei, home.appending("*.tiff")])
        #expect(pattern.status == 2 && pattern.errors.contains("pattern"), "\(pattern.errors)")
    }

    @Test(
        "inspect says of a file that is neither classifier nor TIFF what run says, and what it looks like",
        arguments: [
            (Array("\u{89}PNG\r\n\u{1a}\n".unicodeScalars).map { UInt8($0.value) }, "not_tiff", "a PNG image"),
            (Array("a letter".utf8), "not_tiff", "a text"), ([], "truncated_header", "it is empty"),
            ([0, 1, 2, 3, 200, 7], "not_tiff", "does not begin as a TIFF does"),
        ]
    )
    func neither(bytes: [UInt8], kind: String, look: String) throws {
        try home.write(bytes, to: "odd.tif")
        let inspect = try call(["inspect", home.appending("odd.tif")])
        let run = try call(["run", "--json", "--classifier", nuclei, home.appending("odd.tif")])
        // It has just been written: for a minute a writer may not be done.
        #expect([65, 75].contains(inspect.status) && run.status == 1)
        #expect(inspect.errors.contains("[\(kind)]") && run.output.contains("\"\(kind)\""), "\(inspect.errors)")
        #expect(inspect.errors.contains(look) && run.errors.contains(look), "\(inspect.errors) \(run.errors)")
        #expect(!inspect.errors.contains("export the classifier"))
    }

    @Test("names that are not UTF-8 work wherever a path can stand")
    func bytesAsNames() throws {
        try copy(0, to: "a.tif")
        let script = """
            n=$(printf 'n\\377\\303\\303\\274\\364\\217\\272\\200\\355\\240\\200'); set -e
            mkdir "$n"; cp a.tif "$n/$n.tif"; cp "\(nuclei)" "$n/$n.cl"
            printf '[[folder]]\\npath = "/data"\\n[[folder.recipe]]\\nclassifier = "x.cl"\\n' > "$n/$n.toml"
            "$0" inspect "$n/$n.tif"
            "$0" inspect "$n/$n.cl"
            "$0" bench --repeats 1 --classifier "$n/$n.cl" --image "$n/$n.tif"
            "$0" run --output labels --classifier "$n/$n.cl" --output-dir "out$n" "$n/$n.tif"
            test -f "out$n/${n}_labels.tif"
            "$0" run --output mask --classifier="$n/$n.cl" "$n"
            test -f "$n/${n}_mask.tif"
            "$0" check --config "$n/$n.toml" || test $? = 78
            """
        let result = try ProgramCall.result(ofShell: script, home: home.url)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("folder[0].path"), "the configuration was read: \(result.errors)")
    }

    @Test("what a classifier's header says wrongly, or not at all, is said by inspect and run in the same words")
    func remarks() throws {
        let text = try String(contentsOf: AcquisitionFixtures.classifier("nuclei"), encoding: .utf8)
        let odd = text.replacing("num_classes = 2", with: "num_classes = 99")
            .replacing("num_ground_truth_dimensions = 2\n", with: "")
        try home.write(Array(odd.utf8), to: "odd.cl")
        try copy(0, to: "a.tif")
        let inspect = try call(["inspect", home.appending("odd.cl")])
        let run = try call(["run", "--classifier", home.appending("odd.cl"), home.appending("a.tif")])
        for part in ["num_classes = 99, and its forest has 2", "is applied to planes"] {
            #expect(inspect.output.contains(part) && run.errors.contains(part), "\(inspect.output)\(run.errors)")
        }
        #expect(inspect.status == 0 && run.status == 0)
        let arrays = try GoldenArray.tiffs([
            home.appending("a_labels.tif"), AcquisitionFixtures.labels(0, by: "nuclei"),
        ])
        #expect(arrays[0].floats == arrays[1].floats)
    }
}
