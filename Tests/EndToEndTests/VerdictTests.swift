import Foundation
import TestSupport
import Testing

/// Whether an image is ready, waits for its writer or is broken, as commands say it and act by it.
@Suite("Verdicts of the program")
struct VerdictTests {
    private let home: TemporaryFolder
    private let nuclei = AcquisitionFixtures.classifier("nuclei").path

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    /// What `inspect --json` says: its verdict, the kind of its error, and its exit status.
    private func inspect(_ name: String, _ more: [String] = []) throws -> (verdict: String?, kind: String?, Int32) {
        let result = try call(["inspect", "--json"] + more + [home.appending(name)])
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let error = object?["error"] as? [String: Any]
        return (object?["verdict"] as? String, error?["kind"] as? String, result.status)
    }

    /// Writes an image with tifffile: `script` has `path`, and `plane` of 64 × 80 pixels.
    private func write(_ name: String, _ script: String) throws {
        let head = """
            import sys, os, numpy, tifffile
            path = sys.argv[1]
            plane = numpy.random.default_rng(1).integers(90, 900, (64, 80)).astype('uint16')

            """
        _ = try GoldenArray.output(of: head + script, arguments: [home.appending(name)])
    }

    /// Makes it changed so many seconds ago; a time to come stays recent however slow the machine is.
    private func age(_ name: String, seconds: Double) throws {
        let time = Date().addingTimeInterval(-seconds)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: home.appending(name))
    }

    @Test("a good image is ready, one that was cut off waits for a minute and is broken then")
    func cut() throws {
        try write("good.tif", "tifffile.imwrite(path, plane)")
        #expect(try inspect("good.tif") == ("ready", nil, 0))
        try write("cut.tif", "tifffile.imwrite(path, plane); os.truncate(path, 5000)")
        try age("cut.tif", seconds: -3600)
        #expect(try inspect("cut.tif") == ("wait", "truncated_data", 75))
        try age("cut.tif", seconds: 90)
        #expect(try inspect("cut.tif") == ("broken", "truncated_data", 65))
        let words = try call(["inspect", home.appending("cut.tif")])
        #expect(words.status == 65 && words.errors.hasPrefix("broken: cut.tif: "), "\(words.errors)")
    }

    @Test("what no writer makes good is broken at once")
    func broken() throws {
        // Whenever it was written.
        try write("cmyk.tif", "tifffile.imwrite(path, numpy.zeros((8, 8, 4), 'u1'), photometric='separated')")
        #expect(try inspect("cmyk.tif") == ("broken", "unsupported_photometric", 65))
        #expect(try call(["inspect", home.appending("nothing.tif")]).status == 1)
        #expect(try call(["inspect", "--axes", "TZYX", home.appending("cmyk.tif")]).status == 65)
    }

    @Test("a stack with fewer planes than it promises waits for a minute, and is ready then")
    func fewerPlanes() throws {
        try write(
            "part.tif",
            """
            text = 'ImageJ=1.54f\\nimages=5\\nframes=5\\n'
            with tifffile.TiffWriter(path) as file:
                for _ in range(3): file.write(plane, description=text, metadata=None, contiguous=False)
            """
        )
        try age("part.tif", seconds: -3600)
        #expect(try inspect("part.tif") == ("wait", nil, 75))
        try age("part.tif", seconds: 90)
        #expect(try inspect("part.tif") == ("ready", nil, 0))
    }

    @Test("an image that a program has open for writing waits, for inspect and for run, whatever it holds")
    func open() throws {
        try write("open.tif", "tifffile.imwrite(path, plane)")
        try age("open.tif", seconds: 90)
        let writer = try FileHandle(forUpdating: URL(filePath: home.appending("open.tif")))
        #expect(try inspect("open.tif") == ("wait", nil, 75))
        let run = ["run", "--json", "--output", "mask", "--classifier", nuclei, home.appending("open.tif")]
        let held = try call(run)
        #expect(held.status == 75 && held.output.contains("\"image_unfinished\""), "\(held.output)\(held.errors)")
        #expect(held.output.contains("\"state\":\"postponed\""), "\(held.output)")
        #expect(!FileManager.default.fileExists(atPath: home.appending("open_summary.json")))
        try writer.close()
        #expect(try inspect("open.tif") == ("ready", nil, 0))
        #expect(try call(run).status == 0)
    }

    @Test("damage within compressed pixels is found by --pixels")
    func pixels() throws {
        try write(
            "damaged.tif",
            """
            tifffile.imwrite(path, plane, compression='zlib', metadata=None)
            with tifffile.TiffFile(path) as file: place = file.pages[0].dataoffsets[0] + 400
            with open(path, 'r+b') as file:
                file.seek(place); byte = file.read(1)[0]; file.seek(place); file.write(bytes([byte ^ 1]))
            """
        )
        try age("damaged.tif", seconds: 90)
        #expect(try inspect("damaged.tif") == ("ready", nil, 0))
        #expect(try inspect("damaged.tif", ["--pixels"]) == ("broken", "corrupt_data", 65))
        try write("whole.tif", "tifffile.imwrite(path, numpy.stack([plane] * 3), compression='zlib')")
        #expect(try inspect("whole.tif", ["--pixels"]) == ("ready", nil, 0))
    }

    @Test(
        "limits of the configuration refuse an image for inspect and run, and are named",
        arguments: [("max_pixels", 5119, 5120), ("max_bytes", 20_000, 20_480), ("max_pages", 1, 2)]
    )
    func limits(key: String, low: Int, high: Int) throws {
        try write("large.tif", "tifffile.imwrite(path, numpy.stack([plane] * 2).astype('f4'), metadata=None)")
        for (limit, status) in [(low, Int32(65)), (high, 0)] {
            let text = """
                [limits]
                \(key) = \(limit)
                [[folder]]
                path = "\(home.url.path)"
                [[folder.recipe]]
                classifier = "\(nuclei)"
                outputs = ["mask"]
                """
            try home.write(Array(text.utf8), to: "segmentd.toml")
            let configuration = ["--config", home.appending("segmentd.toml")]
            #expect(try inspect("large.tif", configuration).2 == status)
            let run = try call(["run"] + configuration + [home.appending("large.tif")])
            #expect(run.status == (status == 0 ? 0 : 1), "\(run.errors)")
            #expect(run.errors.contains("`\(key)` of [limits]") == (status != 0), "\(run.errors)")
        }
    }
}
