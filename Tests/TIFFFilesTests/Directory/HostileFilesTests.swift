import Foundation
import Imaging
import TIFFFiles
import TestSupport
import Testing

/// Files that were made to do harm, by `Tests/Fuzz/hostile.py`; how long they take is measured by that script.
@Suite("Hostile TIFFs")
struct HostileFilesTests {
    private struct Entry: Decodable {
        var file: String
        /// What is wrong with it; `ready` where it is an image, and `any` where it may be either.
        var kind: String
    }

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Opens the file, and reads its first plane where it is a small one; the kind of its error, or `ready`.
    private static func answer(_ path: String) throws -> String {
        let file = try OpenFile(path)
        do {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let reader = try TIFFReader(fileDescriptor: file.descriptor, name: name)
            if reader.layout.shape.size.pixelCount <= 1 << 16 {
                _ = try? reader.plane(frame: 0, slice: 0, channel: 0)
            }
            return "ready"
        } catch {
            return error.kind
        }
    }

    @Test("are each refused for what is wrong with them, or read")
    func answers() throws {
        try Tools.withFolder { folder in
            let script = Self.tests.appending(path: "Fuzz/hostile.py").path
            let made = try ChildProcess(["/usr/bin/python3", script, folder, "--small"]).wait()
            #expect(made == 0)
            let manifest = try Data(contentsOf: URL(filePath: folder + "/manifest.json"))
            let entries = try JSONDecoder().decode([Entry].self, from: manifest)
            #expect(entries.count > 70)
            for entry in entries {
                let answer = try Self.answer(folder + "/" + entry.file)
                #expect(entry.kind == "any" || answer == entry.kind, "\(entry.file): \(answer)")
            }
        }
    }

    @Test("that fuzzing found before are read or refused")
    func found() throws {
        for folder in ["corpus", "found"] {
            let place = Self.tests.appending(path: "Fuzz/\(folder)/directories")
            for name in try FileManager.default.contentsOfDirectory(atPath: place.path) where !name.hasPrefix(".") {
                _ = try Self.answer(place.appending(path: name).path)
            }
        }
    }

    @Test("limits refuse what is beyond them, and are named", arguments: ["max_pixels", "max_bytes", "max_pages"])
    func limits(key: String) throws {
        var limits = TIFFLimits.standard
        switch key {
        case "max_pixels": limits.planePixels = 47
        case "max_bytes": limits.pageBytes = 47
        default: limits.pages = 3
        }
        // Four pages of 8 × 6 pixels, a byte each.
        let path = Self.tests.appending(path: "Fuzz/corpus/directories/pages").path
        #expect(try WholeImage(path).planes.count == 4)
        let error = #expect(throws: TIFFError.self) { try WholeImage(path, limits: limits) }
        #expect(error?.kind == "too_large")
        #expect(error?.description.contains("`\(key)` of [limits]") ?? false, "\(error?.description ?? "")")
    }
}
