import Files
import Foundation
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Names of classes, ranges and widths in outputs")
struct NamedClassesTests {
    private static let stack = """
        numpy.concatenate([numpy.zeros((1, 40, 30)), numpy.random.default_rng(8).random((2, 40, 30)) * 100]).astype("uint8"), \
        imagej=True, metadata={"axes": "ZYX"}
        """
    private static let classifier = ThresholdClassifier.text(threshold: "60.0")

    /// What tifffile finds in outputs: type, range, labels of planes; what json finds in exports: names of classes.
    private struct Reading: Decodable {
        var dtype: [String: String]
        var range: [String: [Double]]
        var highest: [String: Double]
        var labels: [String]
        var info: String
        var classifications: [String]
        var categories: [String]
    }

    private static let script = """
        import json, sys, tifffile
        found = {"dtype": {}, "range": {}, "highest": {}}
        for path in sys.argv[4:]:
            with tifffile.TiffFile(path) as file:
                data, told = file.asarray(), file.imagej_metadata
                kind = path.split("_")[-1].split(".")[0]
                found["dtype"][kind] = str(data.dtype)
                found["range"][kind] = [told["min"], told["max"]]
                found["highest"][kind] = float(data.max())
        with tifffile.TiffFile(sys.argv[1]) as file:
            found["labels"], found["info"] = file.imagej_metadata["Labels"], file.imagej_metadata["Info"]
        features = json.load(open(sys.argv[2]))["features"]
        found["classifications"] = sorted({feature["properties"]["classification"]["name"] for feature in features})
        found["categories"] = [category["name"] for category in json.load(open(sys.argv[3]))["categories"]]
        print(json.dumps(found))
        """

    private func recipe(
        _ outputs: [OutputKind],
        names: [String]? = nil,
        labelType: LabelType = .auto
    ) -> Recipe {
        Recipe(
            steps: [
                .classifyPixels(classifier: FileDigest.sha256(Array(Self.classifier.utf8)), foreground: nil),
                .connectEachClass(background: 1),
            ],
            classNames: names,
            labelType: labelType,
            outputs: outputs
        )
    }

    @Test(
        "are where other programs look for them",
        arguments: [["background", "nu\"clei <µ>"], ["background"], nil],
        [LabelType.auto, .uint32]
    )
    func names(_ names: [String]?, labelType: LabelType) throws {
        let bench = try Workbench()
        let path = try bench.write(Self.stack, to: "stack.tif")
        let images: [OutputKind] = [.mask, .labels, .classes, .probabilities]
        _ = try bench.report(
            path,
            recipe: recipe(images + [.polygons, .coco, .overlay], names: names, labelType: labelType),
            classifiers: [Self.classifier]
        )
        let said = try GoldenArray.output(
            of: Self.script,
            arguments: ([.probabilities, .polygons, .coco] + images).map(bench.path)
        )
        let found = try JSONDecoder().decode(Reading.self, from: Data(said))
        #expect(found.range["mask"] == [0, 255] && found.range["classes"] == [0, 2])
        #expect(found.range["probabilities"] == [0, 1])
        let highest = try #require(found.highest["labels"])
        #expect(highest > 20 && found.range["labels"] == [0, highest])
        #expect(found.dtype["labels"] == (labelType == .auto ? "uint16" : "uint32"))
        #expect(found.dtype["classes"] == "uint8" && found.dtype["probabilities"] == "float32")
        let known = names ?? []
        let texts = (0..<2).map { "class \($0 + 1)" + ($0 < known.count ? " " + known[$0] : "") }
        #expect(found.labels == texts + texts + texts)
        let lines = found.info.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("segmentd ") && lines[0].contains("classifier sha256"))
        #expect(Array(lines.dropFirst()) == ["channel 1: \(texts[0])", "channel 2: \(texts[1])"])
        let name = known.count > 1 ? known[1] : "class 2"
        #expect(found.classifications == [name])
        #expect(found.categories == [known.first ?? "class 1", name])
    }

    @Test("16 bits that do not number all objects are a failure, with what to write")
    func tooMany() throws {
        let bench = try Workbench()
        let board = "(numpy.indices((364, 364)).sum(0) % 2 * 100).astype('uint8')"
        let path = try bench.write(board, to: "board.tif")
        let failure = try #require(throws: Failure.self) {
            try bench.report(path, recipe: recipe([.labels], labelType: .uint16), classifiers: [Self.classifier])
        }
        #expect(failure.kind == "too_many_objects" && !failure.isTransient, "\(failure)")
        #expect(failure.message.contains("65,535") && failure.remedy.contains("label_type"))
        _ = try bench.report(path, recipe: recipe([.labels], labelType: .uint32), classifiers: [Self.classifier])
        #expect(try bench.description(.labels) == "YX uint32 1 segmentd")
    }
}
