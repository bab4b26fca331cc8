import Files
import Foundation
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing

/// Several who meet in one folder: two runs, and those who come to read.
@Suite("One folder", .serialized)
struct OneFolderTests {
    private let home: TemporaryFolder
    private let images: URL
    private static let count = 24

    init() throws {
        home = try TemporaryFolder()
        images = URL(filePath: home.appending("images"))
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
    }

    @Test("two runs do every image once, and with two classifiers one of two results, whole", .timeLimit(.minutes(5)))
    func twoRuns() throws {
        for number in 0..<Self.count {
            try FileManager.default.copyItem(
                at: AcquisitionFixtures.image(number),
                to: images.appending(path: "\(number).tif")
            )
        }
        let first = try [run("bright"), run("bright")].map { try $0.finish() }
        for result in first { #expect(result.status == 0 && result.errors.contains("0 failed"), "\(result.errors)") }
        #expect(try wholeResults() == Self.count)
        let second = try [run("bright", "--again"), run("surroundings", "--again")].map { try $0.finish() }
        for result in second { #expect(result.status == 0 && result.errors.contains("0 failed"), "\(result.errors)") }
        #expect(try wholeResults() == Self.count)
        let hidden = try FileManager.default.contentsOfDirectory(atPath: images.path).filter { $0.hasPrefix(".") }
        #expect(hidden == [])
    }

    @Test(
        "whoever may read an image may read its results, and nobody else",
        .enabled(if: geteuid() == 0, "only root can take the part of several users"),
        arguments: ["beside", "results"]
    )
    func readers(output: String) throws {
        let image = images.appending(path: "x.tif")
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: image)
        try #require(chown(images.path, 5555, 4321) == 0 && chmod(images.path, 0o770) == 0)
        try #require(chown(image.path, 5555, 4321) == 0 && chmod(image.path, 0o640) == 0)
        // The folder of the build may be closed to other users; so would be a home and a cache of root's.
        let program = home.appending("segmentd")
        try FileManager.default.copyItem(at: RunningDaemon.program, to: URL(filePath: program))
        let own = URL(filePath: home.appending("own"))
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: false)
        try #require(chown(own.path, 1234, 1234) == 0 && chmod(home.url.path, 0o755) == 0)
        let configuration = try home.write(
            Array(
                """
                [[folder]]
                path = "\(images.path)"
                output = "\(output)"
                  [[folder.recipe]]
                  classifier = "bright.cl"
                """.utf8
            ),
            to: "segmentd.toml"
        ).string
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.classifier("bright"),
            to: URL(filePath: home.appending("bright.cl"))
        )
        let service = try call(
            [program, "run", "--config", configuration, images.path],
            as: ["--reuid=1234", "--regid=1234", "--groups=4321"],
            environment: [
                "XDG_CACHE_HOME": own.path, "XDG_STATE_HOME": own.path, "XDG_RUNTIME_DIR": own.path,
                // Without a device there is nothing to compile.
                "OCL_ICD_VENDORS": "/nonexistent",
            ]
        )
        #expect(service.status == 0, "\(service.errors)")
        let results = output == "beside" ? images.path : images.appending(path: output).path
        let microscope = ["--reuid=5555", "--regid=4321", "--clear-groups"]
        let stranger = ["--reuid=6666", "--regid=6666", "--clear-groups"]
        for name in ["x_mask.tif", "x_labels.tif", "x_objects.csv", "x_summary.json"] {
            let file = "\(results)/\(name)"
            #expect(try call(["cat", file], as: microscope).status == 0)
            #expect(try call(["test", "-w", file], as: microscope).status == 1)
            #expect(try call(["cat", file], as: stranger).status == 1)
        }
    }

    private func run(_ classifier: String, _ options: String...) throws -> ProgramCall {
        try ProgramCall(
            ["run"] + options + ["--classifier", AcquisitionFixtures.classifier(classifier).path, images.path],
            home: home.url
        )
    }

    /// Runs a command as another user, under the umask of the service.
    private func call(
        _ command: [String],
        as user: [String],
        environment: [String: String] = [:]
    ) throws -> ProgramCall.Result {
        try ProgramCall(
            user + command,
            home: home.url,
            program: ["/bin/sh", "-c", "umask 027; exec setpriv \"$@\"", "sh"],
            environment: environment
        ).finish()
    }

    /// How many summaries there are; each is held against the files it lists.
    private func wholeResults() throws -> Int {
        let names = try FileManager.default.contentsOfDirectory(atPath: images.path)
        var count = 0
        for name in names where name.hasSuffix("_summary.json") {
            let bytes = [UInt8](try Data(contentsOf: images.appending(path: name)))
            guard case .found(let summary) = SummaryFile.decode(bytes), summary.status == .done else {
                Issue.record("\(name) is no result")
                continue
            }
            count += 1
            for output in summary.outputs {
                let file = try Data(contentsOf: images.appending(path: output.name))
                #expect(FileDigest.sha256([UInt8](file)) == output.sha256, "\(output.name)")
            }
        }
        return count
    }
}
