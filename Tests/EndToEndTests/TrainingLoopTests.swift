import Files
import Foundation
import TestSupport
import Testing

/// A daemon beside somebody who annotates in napari.
@Suite("Annotations become the classifier in force", .serialized, .enabled(if: NapariPython.isThere))
struct TrainingLoopTests {
    private static let annotate = AcquisitionFixtures.folder.appending(path: "annotate.py")

    private let home: TemporaryFolder
    private let configuration: URL

    init() throws {
        home = try TemporaryFolder()
        configuration = URL(filePath: home.appending("segmentd.toml"))
        for name in ["images", "images/annotations"] { _ = try home.makeFolder(name) }
    }

    private func configure(_ training: String, folder: String = "") throws {
        let text = """
            [[folder]]
            path = "\(home.appending("images"))"
            \(folder)
              [[folder.recipe]]
              classifier = "nuclei.cl"
              outputs = ["classes"]
                [[folder.recipe.training]]
                annotations = "\(home.appending("images/annotations"))"
                features = "original gaussian_blur=1 sobel_of_gaussian_blur=1"
                \(training)

            """
        try Data(text.utf8).write(to: configuration)
    }

    private func daemon(_ name: String = "daemon") throws -> RunningDaemon {
        try RunningDaemon(configuration: configuration, home: home.url, name: name)
    }

    private func bring(_ number: Int, _ name: String) throws {
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.image(number),
            to: URL(filePath: home.appending("images/\(name).tif"))
        )
    }

    /// Saves an annotation of an image in another process.
    private func annotate(_ image: String, as name: String? = nil, _ kind: String = "good") throws {
        let status = try ChildProcess([
            NapariPython.program, Self.annotate.path, home.appending("images/\(image).tif"),
            home.appending("images/annotations/\(name ?? image).tif"), kind,
        ]).wait()
        try #require(status == 0)
    }

    private var classifier: String? {
        guard let bytes = FileManager.default.contents(atPath: home.appending("nuclei.cl")) else { return nil }
        return FileDigest.sha256([UInt8](bytes))
    }

    /// The classifier that the summary of an image names; nil while there is none.
    private func classifier(of image: String) -> String? {
        guard let data = FileManager.default.contents(atPath: home.appending("images/\(image)_summary.json")),
            let summary = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        return (summary["classifier"] as? [String: Any])?["sha256"] as? String
    }

    private func version(_ number: Int) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: home.appending("nuclei.versions/000\(number)/version.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("the first one makes the classifier; a bad one leaves it in force, and is named until it is mended")
    func loop() async throws {
        try configure("accept = \"always\"")
        try bring(0, "a")
        let daemon = try daemon()
        try await daemon.waitUntilReady()
        #expect(!daemon.log.contains("cannot be read"), "\(daemon.log)")
        try annotate("a")
        try await daemon.notify.wait(for: "the first training: \(daemon.log)") { _ in classifier(of: "a") != nil }
        let first = try #require(classifier)
        #expect(classifier(of: "a") == first)
        #expect(try version(1)["decision"] as? String == "taken")
        #expect(FileManager.default.fileExists(atPath: home.appending("nuclei.samples")))

        try bring(1, "b")
        try annotate("b", as: "b_labels", "fractional")
        try await daemon.notify.wait(for: "the refusal") { $0.contains { $0.contains("b_labels.tif is not trained") } }
        #expect(classifier == first)
        try bring(2, "c")
        try await daemon.notify.wait(for: "an image meanwhile") { _ in classifier(of: "c") != nil }
        #expect(classifier(of: "c") == first)

        try annotate("b", as: "b_labels")
        // The file is there a moment before it is in force.
        try await daemon.notify.wait(for: "the mended one") { _ in daemon.log.contains("in force: generation 2") }
        let second = try #require(classifier)
        try bring(3, "d")
        try await daemon.notify.wait(for: "the next image") { _ in classifier(of: "d") != nil }
        #expect(classifier(of: "d") == second && classifier(of: "c") == first)
        let images = (try version(2)["training"] as? [String: Any])?["images"] as? [String]
        #expect(images == ["a.tif", "b.tif"])
        try await daemon.notify.wait(for: "the end of the trouble") { _ in daemon.log.contains("over after") }
        #expect(try await daemon.terminate() == 0)
    }

    @Test("one that is to be asked for waits, also beyond the daemon's end")
    func ask() async throws {
        try configure("accept = \"ask\"")
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.classifier("nuclei"),
            to: URL(filePath: home.appending("nuclei.cl"))
        )
        let before = try #require(classifier)
        try bring(0, "a")
        try annotate("a")
        for name in ["first", "second"] {
            let daemon = try daemon(name)
            try await daemon.notify.wait(for: "the candidate") {
                $0.contains { $0.contains("nuclei.cl version 2 waits") }
            }
            #expect(classifier == before)
            #expect(try await daemon.terminate() == 0)
        }
        // What somebody put there is the first version.
        #expect(try version(1)["decision"] as? String == "by_hand" && version(2)["decision"] as? String == "waits")
        #expect(!FileManager.default.fileExists(atPath: home.appending("nuclei.versions/0003")))
    }

    @Test("images are done again by the next one where the folder says so")
    func redo() async throws {
        try configure("accept = \"always\"", folder: "on_new_classifier = \"redo\"")
        for (number, name) in ["a", "b"].enumerated() { try bring(number, name) }
        let daemon = try daemon()
        try await daemon.waitUntilReady()
        try annotate("a")
        try await daemon.notify.wait(for: "the first results") { _ in
            ["a", "b"].allSatisfy { classifier(of: $0) != nil }
        }
        let first = try #require(classifier)
        #expect(classifier(of: "b") == first)
        try annotate("b", "other")
        try await daemon.notify.wait(for: "the second results") { _ in
            classifier != first && ["a", "b"].allSatisfy { classifier(of: $0) == classifier }
        }
        #expect(classifier(of: "a") == classifier && classifier(of: "b") == classifier)
        #expect(try await daemon.terminate() == 0)
    }
}

/// A python with tifffile, by which napari saves.
private enum NapariPython {
    static let program = "/usr/bin/python3"
    static let isThere: Bool = {
        let check = try? ChildProcess([program, "-c", "import numpy, tifffile"], errors: .null)
        return check?.wait() == 0
    }()
}
