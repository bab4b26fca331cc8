import Foundation
import Glibc
import TestSupport
import Testing

/// What a selective redo does where files of the earlier result are not what was written, and what is said before.
@Suite("Selective redo of damaged results", .serialized)
struct DamagedRedoTests {
    private static let before = "nuclei_probability.cl > mask labels objects probabilities rois --threshold 0.4"
    private static let after = "nuclei_probability.cl > mask labels objects probabilities overlay --threshold 0.6"

    private let folder: RedoFolder

    init() throws {
        folder = try RedoFolder()
        try folder.bring(["a.tif"])
        try folder.run(Self.before)
    }

    /// What happens to the file of the probabilities, which was to stay.
    private static let damages: [(name: String, damage: @Sendable (String) throws -> Void)] = [
        ("removed", { #expect(unlink($0) == 0) }),
        ("longer", { try (Data(contentsOf: URL(filePath: $0)) + [0]).write(to: URL(filePath: $0)) }),
        (
            "one bit",
            { path in
                var bytes = try Data(contentsOf: URL(filePath: path))
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: URL(filePath: path))
            }
        ),
        (
            "of another image, with our mark",
            { path in
                let other = path.replacing("a_probabilities", with: "a_mask")
                try Data(contentsOf: URL(filePath: other)).write(to: URL(filePath: path))
            }
        ),
    ]

    @Test("makes all anew, as a full redo does", arguments: damages.indices)
    func damaged(index: Int) throws {
        let (name, damage) = Self.damages[index]
        try damage(folder.path("a_probabilities.tif"))
        try folder.run(Self.after)
        let selective = try folder.files()
        try folder.run(Self.after + " --again")
        #expect(selective.mapValues(\.content) == (try folder.files()).mapValues(\.content), "\(name)")
        #expect(selective.count == 6)
    }

    @Test("refuses a foreign file in the place of one that was to stay, and leaves it alone")
    func foreign() throws {
        let path = folder.path("a_probabilities.tif")
        let size = try Data(contentsOf: URL(filePath: path)).count
        // As long as ours was.
        try Data(repeating: 7, count: size).write(to: URL(filePath: path))
        let result = try folder.result(of: Self.after)
        #expect(result.status == 1 && result.errors.contains("a_probabilities.tif"), "\(result.errors)")
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(repeating: 7, count: size))
    }

    @Test("says what would be done and why, and changes nothing")
    func dryRun() throws {
        let before = try folder.files()
        func words(_ text: String) throws -> String {
            let result = try folder.result(of: text, ["--dry-run"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(try folder.files() == before)
            return result.output
        }
        let image = "a.tif"
        #expect(try words(Self.before) == "\(image): done before\n")
        #expect(
            try words(Self.after) == "\(image): mask, labels, objects: the threshold changed (0.4 → 0.6); "
                + "overlay: a new output; made from a_probabilities.tif; probabilities stays; rois goes\n"
        )
        #expect(
            try words(Self.before + " --step area=4,90")
                == "\(image): mask, labels, objects, rois: the step area is new; made from a_probabilities.tif; "
                + "probabilities stays\n"
        )
        #expect(
            try words("nuclei_probability.cl > mask --threshold 0.4")
                == "\(image): the summary alone: the recipe has changed; made from a_mask.tif; mask stays; "
                + "labels, probabilities, objects, rois go\n"
        )
        #expect(
            try words("bright.cl > mask") == "\(image): mask: the classifier has changed; labels, "
                + "probabilities, objects, rois go\n"
        )
        #expect(try words(Self.before + " --again").hasPrefix("\(image): mask, labels, probabilities, objects, rois: "))
        unlink(folder.path("a_summary.json"))
        let fresh = try folder.result(of: Self.before, ["--dry-run", "--json"])
        let line = try #require(
            try JSONSerialization.jsonObject(with: Data(fresh.output.utf8)) as? [String: Any]
        )
        #expect(line["state"] as? String == "due" && (line["made"] as? [String])?.count == 5)
        #expect(line["words"] as? String == "mask, labels, probabilities, objects, rois: there is no summary")
    }
}
