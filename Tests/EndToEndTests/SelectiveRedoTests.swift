import Foundation
import TestSupport
import Testing

/// A change of a recipe makes anew what depends on it, and leaves the same files as if all was made anew.
@Suite("Selective redo", .serialized)
struct SelectiveRedoTests {
    /// One change: the arguments before and after it, and the outputs that keep their files.
    struct Change: CustomTestStringConvertible, Sendable {
        let name: String
        let before: String
        let after: String
        let kept: String

        init(_ name: String, _ before: String, _ after: String, kept: String) {
            (self.name, self.before, self.after, self.kept) = (name, before, after, kept)
        }

        var testDescription: String { name }
    }

    private static let mapper = "nuclei_probability.cl > mask labels objects"
    private static let segmenter = "nuclei.cl > mask labels objects"
    private static let types = "classify=types"

    private static let changes = [
        Change(
            "threshold",
            "\(mapper) probabilities --threshold 0.4",
            "\(mapper) probabilities --threshold 0.6",
            kept: "probabilities"
        ),
        Change("threshold, no map", "\(mapper) --threshold 0.4", "\(mapper) --threshold 0.6", kept: ""),
        Change(
            "threshold, and the map goes",
            "\(mapper) probabilities --threshold 0.4",
            "\(mapper) --threshold 0.6",
            kept: ""
        ),
        Change(
            "positive class",
            "tissue.cl > mask labels objects classes --positive-class 1",
            "tissue.cl > mask labels objects classes --positive-class 2",
            kept: "classes"
        ),
        Change(
            "positive class of nothing but classes",
            "tissue.cl > classes --positive-class 1",
            "tissue.cl > classes --positive-class 2",
            kept: "classes"
        ),
        Change("outputs more", segmenter, "\(segmenter) rois overlay polygons coco", kept: "mask labels objects"),
        Change("classes more", segmenter, "\(segmenter) classes", kept: "mask labels objects"),
        Change("mask more", "nuclei.cl > labels", "nuclei.cl > labels mask", kept: "labels"),
        Change("labels more", "nuclei.cl > mask", segmenter, kept: "mask"),
        Change("outputs fewer", "\(segmenter) classes", "nuclei.cl > mask", kept: "mask"),
        Change("the table alone", "\(segmenter) classes", "nuclei.cl > objects", kept: "objects"),
        Change(
            "a step more",
            "\(segmenter) classes",
            "\(segmenter) classes --step area=30,500 --step border=drop",
            kept: "classes"
        ),
        Change(
            "a step otherwise",
            "\(segmenter) classes --step area=30,500",
            "\(segmenter) classes --step area=60,500",
            kept: "classes"
        ),
        Change(
            "a step fewer",
            "\(segmenter) classes --step area=30,500 --step fill_holes",
            "\(segmenter) classes --step fill_holes",
            kept: "classes"
        ),
        Change(
            "another selector",
            "\(segmenter) classes --step keep=small",
            "\(segmenter) classes --step keep=large",
            kept: "classes"
        ),
        Change(
            "another classifier of objects",
            "\(segmenter) object_classes --step keep=small --step classify=small",
            "\(segmenter) object_classes --step keep=small --step classify=large",
            kept: "mask labels"
        ),
        Change(
            "measurements",
            "\(segmenter) --step keep=small",
            "\(segmenter) --step keep=small --measurements basic,shape,neighbours,apoc",
            kept: "mask labels"
        ),
        Change(
            "another background",
            "tissue.cl > labels objects classes --instances each-class --background-class 1",
            "tissue.cl > labels objects classes --instances each-class --background-class 2",
            kept: "classes"
        ),
        Change(
            "measurements of several classes",
            "tissue.cl > labels objects classes --instances each-class --background-class 1",
            "tissue.cl > labels objects classes --instances each-class --background-class 1 --measurements shape",
            kept: "labels classes"
        ),
        Change("classifier", segmenter, "bright.cl > mask labels objects", kept: ""),
        Change("axes", "\(segmenter) classes", "\(segmenter) classes --axes ZTYX", kept: ""),
        Change("channels", "\(segmenter) classes", "\(segmenter) classes --channels 1", kept: ""),
    ]

    private let folder: RedoFolder

    init() throws { folder = try RedoFolder() }

    /// The bytes of a file, of a summary without `halves_dice` where another foreground was found in a kept map: then the
    /// forest is not asked again how far its halves agree on it (Service/Quality/README.md).
    private static func comparable(_ content: Data?, _ change: Change) -> Data? {
        guard let content, content.first == UInt8(ascii: "{"),
            change.name.hasPrefix("threshold") || change.name.hasPrefix("positive class")
        else { return content }
        let text = String(decoding: content, as: UTF8.self)
        return Data(text.replacing(/"halves_dice"\s*:\s*[0-9.e-]+,?\s*/, with: "").utf8)
    }

    @Test("leaves what a full redo leaves, byte for byte, and the rest untouched", arguments: changes)
    func change(_ change: Change) throws {
        // Of pages without frames and slices there is nothing to rename.
        try folder.bring(change.name == "axes" ? ["s.tif"] : ["a.tif", "s.tif"])
        try folder.run(change.before)
        let before = try folder.files()
        try folder.run(change.after)
        let selective = try folder.files()
        try folder.run(change.after + " --again")
        let whole = try folder.files()
        #expect(Set(selective.keys) == Set(whole.keys))
        for (name, file) in selective {
            #expect(Self.comparable(file.content, change) == Self.comparable(whole[name]?.content, change), "\(name)")
            #expect(file.inode != whole[name]?.inode, "\(name) was not made anew by --again")
        }
        let kept = Set(change.kept.split(separator: " ").map(String.init))
        for (name, file) in selective where !name.hasSuffix("summary.json") {
            let stays = kept.contains { name.contains("_\($0).") }
            #expect((file.inode == before[name]?.inode) == stays, "\(name)")
        }
    }
}
