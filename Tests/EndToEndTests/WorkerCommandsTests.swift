import Foundation
import TestSupport
import Testing

/// What a damaged file, a missing program or an OpenCL runtime ends is a worker: never the command, which says what to do.
@Suite("Commands that ask a worker")
struct WorkerCommandsTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    /// PATH with everything but `ld`, which PoCL ends its process for.
    private func pathWithoutLinker() throws -> String {
        try home.makeFolder("bin")
        let folder = "/usr/bin"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "ld" {
            try home.link("bin/\(name)", to: "\(folder)/\(name)")
        }
        return home.appending("bin")
    }

    @Test("without `ld`, bench and devices say what to install, and end with 1", arguments: ["bench", "devices"])
    func noLinker(command: String) throws {
        let environment = ["PATH": try pathWithoutLinker(), "XDG_CACHE_HOME": home.appending("cache")]
        let arguments = command == "bench" ? ["bench", "--size", "64x64", "--repeats", "1"] : ["devices"]
        let call = try ProgramCall.result(of: arguments, home: home.url, environment: environment)
        #expect(call.status == 1)
        #expect((call.output + call.errors).contains("install binutils"), "\(call)")
    }

    @Test("a damaged kernel cache is mended by bench, which then measures")
    func damagedCache() throws {
        let environment = ["XDG_CACHE_HOME": home.appending("cache")]
        let arguments = ["bench", "--size", "64x64", "--repeats", "1", "--json"]
        #expect(try ProgramCall.result(of: arguments, home: home.url, environment: environment).status == 0)
        let cache = home.url.appending(path: "cache")
        var damaged = 0
        for case let file as URL in FileManager.default.enumerator(at: cache, includingPropertiesForKeys: nil)
            ?? .init()
        where file.pathExtension == "so" {
            try Data(repeating: 0x5A, count: 9_000).write(to: file)
            damaged += 1
        }
        #expect(damaged > 0)
        let call = try ProgramCall.result(of: arguments, home: home.url, environment: environment)
        #expect(call.status == 0 && call.output.contains("total_ms"), "\(call)")
    }

    @Test("what inspect says of files comes from a worker, in words and as JSON, and so does a refusal")
    func inspect() throws {
        let classifier = AcquisitionFixtures.folder.appending(path: "classifiers/nuclei.cl").path
        let good = try ProgramCall.result(of: ["inspect", classifier], home: home.url)
        #expect(good.status == 0 && good.output.contains("ObjectSegmenter, which this build runs"))
        try home.write(Array("II*\u{0}hostile".utf8), to: "x.tif")
        let bad = try ProgramCall.result(of: ["inspect", "--json", "x.tif"], home: home.url)
        #expect([65, 75].contains(bad.status), "\(bad)")
        #expect(bad.output.contains("\"kind\"") && bad.errors.contains("x.tif"), "\(bad)")
    }

    @Test(
        "without a daemon its commands say so, with the remedy, and end with 69",
        arguments: [
            ["status"], ["explain", "x.tif"], ["retry", "x.tif"], ["rescan"], ["reload"], ["pause"], ["resume"],
        ]
    )
    func noDaemon(command: [String]) throws {
        let call = try ProgramCall.result(of: command, home: home.url)
        #expect(call.status == 69 && call.errors.contains("systemctl start segmentd"), "\(call)")
    }
}
