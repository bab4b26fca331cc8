import Foundation
import Glibc
import TestSupport
import Testing

/// What schedulers and scripts rely on when they call `segmentd run`.
@Suite("The contract of run", .serialized)
struct RunContractTests {
    private let home: TemporaryFolder
    private static let classifier = AcquisitionFixtures.classifier("nuclei").path

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: [String], environment: [String: String] = [:]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["run"] + arguments, home: home.url, environment: environment)
    }

    /// The arguments for labels of what is named.
    private func labels(_ arguments: String...) -> [String] {
        ["--output", "labels", "--classifier", Self.classifier] + arguments
    }

    /// Copies `count` images below `folder`, as wells of plates: of the same names in each.
    private func plates(_ count: Int, in folder: String, plates: Int = 2) throws {
        for number in 0..<count {
            let plate = URL(filePath: home.appending("\(folder)/P\(number % plates)"))
            try FileManager.default.createDirectory(at: plate, withIntermediateDirectories: true)
            let well = plate.appending(path: "A\(number / plates).tif")
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: well)
        }
    }

    /// What Tests/Scale/same.py says of two folders; nil where they hold the same.
    private func difference(_ one: String, _ other: String) throws -> String? {
        let script = AcquisitionFixtures.folder.deletingLastPathComponent().appending(path: "Scale/same.py").path
        let output = home.appending("comparison")
        let process = try ChildProcess(
            [script, home.appending(one), home.appending(other)],
            output: .file(output),
            errors: .null
        )
        return process.wait() == 0 ? nil : String(decoding: try home.read("comparison"), as: UTF8.self)
    }

    /// What one run makes of as many images, in `reference`.
    private func reference(_ count: Int) throws {
        try plates(count, in: "reference")
        let result = try call(labels("reference"))
        #expect(result.status == 0 && result.errors.contains("\(count) done"), "\(result.errors)")
    }

    @Test(
        "N parts cover each image once, by the hash of its path, and one that comes meanwhile too",
        .timeLimit(.minutes(5))
    )
    func shards() throws {
        try plates(24, in: "images")
        try reference(25)
        var seen: [String: Int] = [:]
        for part in 0..<4 {
            if part == 2 {
                let late = URL(filePath: home.appending("images/P0/A12.tif"))
                try FileManager.default.copyItem(at: AcquisitionFixtures.image(24), to: late)
            }
            let result = try call(labels("--shard", "\(part)/4", "images"))
            #expect(result.status == 0, "\(result.errors)")
            for line in result.output.split(separator: "\n") {
                #expect(seen.updateValue(part, forKey: String(line.prefix { $0 != ":" })) == nil, "\(line)")
            }
        }
        // By another implementation, of what there was from the beginning and what came.
        let script = """
            import sys
            for name in sys.argv[1:]:
                value = 0xcbf29ce484222325
                for byte in name.encode():
                    value = (value ^ byte) * 0x100000001b3 % 2**64
                for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
                    value = (value ^ value >> 33) * factor % 2**64
                value ^= value >> 33
                print(name, value % 4)
            """
        let names = (0..<25).map { "P\($0 % 2)/A\($0 / 2).tif" }
        let parts = String(decoding: try GoldenArray.output(of: script, arguments: names), as: UTF8.self)
        var expected: [String: Int] = [:]
        for line in parts.split(separator: "\n") {
            let words = line.split(separator: " ")
            expected[String(words[0])] = Int(words[1])
        }
        // The one that came late may be of a part that had been done.
        if let late = expected["P0/A12.tif"], late < 2 {
            expected["P0/A12.tif"] = nil
            #expect(try call(labels("--shard", "\(late)/4", "images")).status == 0)
        }
        #expect(seen == expected)
        #expect(try difference("reference", "images") == nil)
    }

    @Test("a run that is killed at any time, and called again, leaves what one run makes", .timeLimit(.minutes(5)))
    func killed() throws {
        try reference(60)
        try plates(60, in: "images")
        for _ in 0..<3 {
            let process = try ProgramCall(["run"] + labels("images"), home: home.url)
            while process.isRunning, process.outputSoFar.isEmpty { usleep(2_000) }
            usleep(UInt32.random(in: 0...300_000))
            process.send(SIGKILL)
            _ = try process.finish()
        }
        let last = try call(labels("images"))
        #expect(last.status == 0, "\(last.errors)")
        #expect(try difference("reference", "images") == nil)
    }

    @Test("two runs on one folder leave what one run makes", .timeLimit(.minutes(5)))
    func concurrent() throws {
        try reference(40)
        try plates(40, in: "images")
        let both = [labels("images"), labels("--files-from", "list")]
        try home.write(Array("images\n".utf8), to: "list")
        let results = try both.map { try ProgramCall(["run"] + $0, home: home.url) }.map { try $0.finish() }
        for result in results { #expect(result.status == 0, "\(result.errors)") }
        #expect(try difference("reference", "images") == nil)
        // What is shared is the folder: nobody keeps a database.
        let kept = try FileManager.default.subpathsOfDirectory(atPath: home.appending("state"))
        #expect(
            kept.allSatisfy { !$0.contains("ledger") && !$0.hasSuffix(".db") && !$0.hasSuffix(".sqlite") },
            "\(kept)"
        )
    }

    @Test(
        "a run that is stopped says what is left, by its status too, and goes on when it is called again",
        .timeLimit(.minutes(5)),
        arguments: [(SIGTERM, true, 75), (SIGINT, true, 75), (SIGTERM, false, 143), (SIGINT, false, 130)]
    )
    func stopped(signal: Int32, byEngine: Bool, status: Int32) throws {
        try plates(60, in: "images")
        let arguments = labels("images") + (byEngine ? ["--shard", "0/1"] : [])
        let process = try ProgramCall(["run"] + arguments, home: home.url)
        // A line arrives with its image, not at the end.
        while process.isRunning, process.outputSoFar.isEmpty { usleep(2_000) }
        process.send(signal)
        let first = try process.finish()
        #expect(first.status == status, "\(first.errors)")
        let done = first.output.split(separator: "\n").count
        #expect((1..<60).contains(done))
        #expect(
            first.errors.contains("finishing what is in work; ") && first.errors.contains("once more to stop at once")
        )
        #expect(first.errors.contains("\(done) done, 0 done before, 0 failed, \(60 - done) left"), "\(first.errors)")
        let second = try call(arguments)
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("\(60 - done) done, \(done) done before, 0 failed"), "\(second.errors)")
    }

    @Test("a second signal ends a run at once, with the status of the first", arguments: [false, true])
    func stoppedAtOnce(byEngine: Bool) throws {
        try plates(60, in: "images")
        let arguments = labels("images") + (byEngine ? ["--shard", "0/1"] : [])
        let process = try ProgramCall(["run"] + arguments, home: home.url)
        while process.isRunning, process.outputSoFar.isEmpty { usleep(2_000) }
        process.send(SIGSTOP)
        process.send(SIGTERM)
        process.send(SIGCONT)
        while process.isRunning, !process.errorsSoFar.contains("once more") { usleep(200) }
        process.send(SIGINT)
        let result = try process.finish()
        #expect(result.status == (byEngine ? 75 : 143), "\(result.errors)")
    }

    @Test("one image of ten that is damaged: nine results, and 1")
    func oneFailed() throws {
        try plates(10, in: "images")
        let image = "images/P1/A2.tif"
        try home.write(Array(home.read(image).prefix(300)), to: image)
        let result = try call(labels("images"))
        #expect(result.status == 1 && result.errors.contains("9 done, 0 done before, 1 failed"), "\(result.errors)")
        let line = try #require(result.errors.split(separator: "\n").first { $0.contains("P1/A2.tif") })
        #expect(line.hasPrefix("P1/A2.tif: ") && line.ranges(of: "A2.tif").count == 1, "\(line)")
        #expect(!line.contains("quiet"), "\(line)")
        let failing = try call(labels("--again", "--fail-fast", "images"))
        #expect(failing.status == 1 && failing.errors.contains("1 failed"), "\(failing.errors)")
    }

    @Test("a folder that takes no results: 75, and a disk that is full too", .enabled(if: SmallDisk.isPossible))
    func unwritable() throws {
        try plates(3, in: "images")
        let disk = try SmallDisk(kilobytes: 64)
        try disk.fill()
        let full = try call(labels("--output-dir", disk.appending("results"), "images"))
        #expect(full.status == 75 && full.errors.contains("3 could not be done now"), "\(full.errors)")
        let missing = try call(labels("--output-dir", "/proc/results/of/this", "images"))
        #expect(missing.status == 75, "\(missing.errors)")
    }

    @Test("what is wrong with the call, the recipe or the configuration: 2, and nothing is touched")
    func refused() throws {
        try plates(2, in: "images")
        try home.write(Array("[[folder]]\npath = \"/data\"\n".utf8), to: "bad.toml")
        try home.write(Array("no classifier".utf8), to: "bad.cl")
        let calls: [[String]] = [
            [], ["images"], labels(), labels("--shard", "2/2", "images"), labels("--shard", "1", "images"),
            labels("-0", "images"), labels("--no-such-option", "images"), labels("gone"), labels("*.tiff"),
            labels("--files-from", "gone"), ["--config", "gone.toml", "images"], ["--config", "bad.toml", "images"],
            ["--classifier", "gone.cl", "images"], ["--classifier", "bad.cl", "images"],
            labels("--positive-class", "9", "images"), labels("--output-dir", "out/of", "gone"),
        ]
        for arguments in calls {
            let result = try call(arguments)
            #expect(result.status == 2, "\(arguments): \(result.errors)")
            #expect(result.output.isEmpty && !result.errors.isEmpty, "\(arguments)")
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: home.appending("images")).sorted()
        #expect(names == ["P0", "P0/A0.tif", "P1", "P1/A0.tif"])
        #expect(try !home.names().contains("out"))
    }

    @Test("without an OpenCL device an engine is told so by 3, somebody at a terminal is served by the host")
    func noDevice() throws {
        try plates(2, in: "images")
        let without = ["OCL_ICD_VENDORS": "/nonexistent"]
        let engine = try call(labels("--shard", "0/1", "images"), environment: without)
        #expect(engine.status == 3 && engine.errors.contains("no OpenCL device is usable"), "\(engine.errors)")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: home.appending("images")).count == 4)
        #expect(try call(labels("images"), environment: without).status == 0)
    }
}
