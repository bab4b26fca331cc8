import Files
import Foundation
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing

/// The built program, where files and folders are not what they seem, or not there when they are needed.
@Suite("Replaced images, links and troubled folders", .serialized, .timeLimit(.minutes(5)))
struct FolderTroubleTests {
    private let home: TemporaryFolder
    private let acquisition: URL

    init() throws {
        home = try TemporaryFolder()
        acquisition = URL(filePath: home.appending("acquisition"))
        try FileManager.default.createDirectory(at: acquisition, withIntermediateDirectories: true)
    }

    /// Starts the daemon on the folder; the results go to `output`.
    private func start(_ name: String = "daemon", output: String = "beside") async throws -> RunningDaemon {
        let text = """
            [[folder]]
            path = "\(acquisition.path)"
            quiet = "200ms"
            output = "\(output)"
              [[folder.recipe]]
              classifier = "\(AcquisitionFixtures.classifier("nuclei").path)"
              outputs = ["labels"]
            """
        let configuration = try home.write(Array(text.utf8), to: "\(name).toml").string
        let daemon = try RunningDaemon(
            configuration: URL(filePath: configuration),
            home: home.url,
            name: name
        )
        try await daemon.waitUntilReady()
        return daemon
    }

    /// Lays an image of a given size and time down beside the folder.
    private func image(_ number: Int, named name: String) throws -> String {
        var bytes = [UInt8](try Data(contentsOf: AcquisitionFixtures.image(number)))
        // Behind the last byte that a reader looks at: images of one camera have one size.
        bytes += [UInt8](repeating: 0, count: 20_000 - bytes.count)
        let path = try home.write(bytes, to: name).string
        try Microscope.shell("touch -d @1700000000 '\(path)'")
        return path
    }

    private func digest(of path: String) throws -> String {
        FileDigest.sha256([UInt8](try Data(contentsOf: URL(filePath: path))))
    }

    private func summary(_ path: String) -> Summary? {
        guard let data = try? Data(contentsOf: URL(filePath: home.appending(path))),
            case .found(let summary) = SummaryFile.decode([UInt8](data))
        else { return nil }
        return summary
    }

    @Test("an image in the place of another of the same size and time is done anew, also while nobody watched")
    func replaced() async throws {
        let images = try (0..<4).map { try image($0, named: "\($0).tif") }
        let digests = try images.map(digest)
        let path = acquisition.appending(path: "x.tif").path
        let daemon = try await start()
        for (command, digest) in zip(
            ["cp -p '\(images[0])' '\(path)'", "cp -p '\(images[1])' '\(path)'", "mv '\(images[2])' '\(path)'"],
            digests
        ) {
            try Microscope.shell(command)
            try await daemon.notify.wait(for: command) { _ in
                summary("acquisition/x_summary.json")?.image.sha256 == digest
            }
        }
        #expect(try await daemon.terminate() == 0)
        let labels = try GoldenArray.tiffs([
            home.appending("acquisition/x_labels.tif"), AcquisitionFixtures.labels(2, by: "nuclei"),
        ])
        #expect(labels[0].floats == labels[1].floats)

        try Microscope.shell("mv '\(images[3])' '\(path)'")
        let again = try await start("again")
        try await again.notify.wait(for: "the image that was replaced meanwhile") { _ in
            summary("acquisition/x_summary.json")?.image.sha256 == digests[3]
        }
        #expect(try await again.terminate() == 0)
    }

    @Test("a change of permissions or times, and a restart, cost no second segmentation")
    func touched() async throws {
        let path = acquisition.appending(path: "x.tif").path
        let daemon = try await start()
        try Microscope.shell("cp -p '\(image(0, named: "0.tif"))' '\(path)'")
        try await daemon.notify.wait(for: "the image") { _ in summary("acquisition/x_summary.json") != nil }
        let first = try fileState("acquisition/x_summary.json")
        let next = try image(1, named: "1.tif")
        try Microscope.shell("chmod 600 '\(path)'; touch '\(path)'; cp -p '\(next)' '\(path).new.tif'")
        try await daemon.notify.wait(for: "the image after it") { _ in
            summary("acquisition/x.tif.new_summary.json") != nil
        }
        #expect(try await daemon.terminate() == 0)
        try Microscope.shell("chmod 644 '\(path)'")
        let again = try await start("again")
        try Microscope.shell("cp -p '\(image(2, named: "2.tif"))' '\(path).last.tif'")
        try await again.notify.wait(for: "the last image") { _ in summary("acquisition/x.tif.last_summary.json") != nil
        }
        #expect(try await again.terminate() == 0)
        #expect(try fileState("acquisition/x_summary.json") == first)
    }

    @Test("links in the folder are done under their own names; what else there is, is said once")
    func links() async throws {
        try FileManager.default.createDirectory(
            at: acquisition.appending(path: "raw"),
            withIntermediateDirectories: true
        )
        let images = [try image(0, named: "acquisition/raw/inner.tif"), try image(1, named: "outer.tif")]
        let daemon = try await start()
        try await daemon.notify.wait(for: "the image itself") { _ in
            summary("acquisition/raw/inner_summary.json") != nil
        }
        try Microscope.shell(
            """
            cd '\(acquisition.path)'
            ln -s raw/inner.tif relative.tif; ln -s "$PWD/raw/inner.tif" absolute.tif; ln -s '\(images[1])' outer.tif
            ln -s nowhere.tif dangling.tif; ln -s .. up; mkfifo pipe.tif; cp raw/inner_labels.tif mask.tif
            """
        )
        for name in ["relative", "absolute"] {
            try await daemon.notify.wait(for: name) { _ in summary("acquisition/\(name)_summary.json")?.status == .done
            }
            #expect(try summary("acquisition/\(name)_summary.json")?.image.sha256 == digest(of: images[0]))
        }
        let silent = ["outer.tif", "dangling.tif", "up", "pipe.tif", "mask.tif"]
        try await daemon.notify.wait(for: "words on the others") { _ in silent.allSatisfy { daemon.said(of: $0) == 1 } }
        // Everything is looked at once more.
        try Microscope.shell("touch -h '\(acquisition.path)'/*; cp '\(images[0])' '\(acquisition.path)/last.tif'")
        try await daemon.notify.wait(for: "the last image") { _ in summary("acquisition/last_summary.json") != nil }
        #expect(try await daemon.terminate() == 0)
        #expect(silent.map { daemon.said(of: $0) } == [1, 1, 1, 1, 1], "\(daemon.log)")
    }

    @Test("a folder whose path leads elsewhere is left alone, and STATUS says so, until it is back")
    func elsewhere() async throws {
        _ = try image(1, named: "outside.tif")
        let inside = try image(0, named: "inside.tif")
        let daemon = try await start()
        try Microscope.shell(
            """
            cd '\(home.url.path)' && mkdir outside && mv outside.tif outside/y.tif
            mv acquisition kept && ln -s outside acquisition
            """
        )
        try await daemon.notify.wait(for: "the trouble") { $0.last?.contains("restart segmentd") ?? false }
        try Microscope.shell(
            """
            cd '\(home.url.path)' && cp outside/y.tif outside/z.tif
            rm acquisition && mv kept acquisition && cp '\(inside)' acquisition/x.tif
            """
        )
        try await daemon.notify.wait(for: "the folder") { _ in summary("acquisition/x_summary.json") != nil }
        try await daemon.notify.wait(for: "the end of the trouble") { !($0.last?.contains("degraded") ?? true) }
        #expect(try await daemon.terminate() == 0)
        let others = try FileManager.default.contentsOfDirectory(atPath: home.appending("outside"))
        #expect(others.sorted() == ["y.tif", "z.tif"])
    }

    @Test("images that wait for the folder of their results are in STATUS, and go on within 5 s once it is there")
    func waiting() async throws {
        let daemon = try await start(output: home.appending("share/results"))
        for number in 0..<3 { _ = try image(number, named: "acquisition/\(number).tif") }
        try await daemon.notify.wait(for: "the trouble") { messages in
            messages.last.map {
                $0.contains("degraded: ") && $0.contains("share/results cannot be written to; 3 images wait")
            } ?? false
        }
        #expect(daemon.notify.messages.last?.contains("share/results") ?? false)
        // Long enough for the pauses to have grown beyond what is allowed.
        try await daemon.notify.wait(for: "some time", seconds: 30) { [begin = ContinuousClock.now] _ in
            ContinuousClock.now - begin > .seconds(17)
        }
        try FileManager.default.createDirectory(atPath: home.appending("share"), withIntermediateDirectories: false)
        let begin = ContinuousClock.now
        try await daemon.notify.wait(for: "the results") { _ in
            (0..<3).allSatisfy { summary("share/results/\($0)_summary.json")?.status == .done }
        }
        #expect(ContinuousClock.now - begin < .seconds(5))
        try await daemon.notify.wait(for: "the end of the trouble") { !($0.last?.contains("images wait") ?? true) }
        #expect(try await daemon.terminate() == 0)
    }

    private func fileState(_ path: String) throws -> String {
        var status = stat()
        guard stat(home.appending(path), &status) == 0 else { throw EndToEndError("no \(path)") }
        return "\(status.st_ino) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }
}

extension RunningDaemon {
    /// In how many lines the log names a file that is left alone.
    fileprivate func said(of name: String) -> Int {
        log.split(separator: "\n").filter { $0.contains("/acquisition/\(name) is not") }.count
    }
}
