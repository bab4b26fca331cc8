import Files
import Foundation
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Classes whose colours somebody chose")
struct ClassColoursTests {
    private static let stack = """
        numpy.concatenate([numpy.zeros((1, 40, 30)), numpy.random.default_rng(8).random((2, 40, 30)) * 100]).astype("uint8"), \
        imagej=True, metadata={"axes": "ZYX"}
        """
    private static let classifier = ThresholdClassifier.text(threshold: "60.0")
    private static let colors = [ClassPalette.Color(255, 255, 255), ClassPalette.Color(255, 136, 0)]

    /// What json, csv, tifffile and zipfile find.
    private struct Reading: Decodable, Equatable {
        var classifications: [String]
        var categories: [String]
        var strokes: [[Int]]
        var columns: [String]
        var names: [String]
        var labels: [String]
        var info: [String]
        var channels: [String]
        var orange: Int
    }

    private static let script = """
        import csv, json, sys, tifffile, zipfile
        from PIL import Image
        polygons, coco, rois, objects, probabilities, classes, overlay = sys.argv[1:]
        features = json.load(open(polygons))["features"]
        found = {"classifications": sorted({json.dumps(f["properties"].get("classification")) for f in features})}
        found["categories"] = [json.dumps(c) for c in json.load(open(coco))["categories"]]
        archive = zipfile.ZipFile(rois)
        found["strokes"] = sorted({tuple(archive.read(name)[40:44]) for name in archive.namelist()})
        with open(objects, newline="") as file:
            rows = list(csv.DictReader(file))
            found["columns"] = [c for c in rows[0] if "class" in c]
            found["names"] = sorted({row.get("class_name") or "" for row in rows})
        with tifffile.TiffFile(probabilities) as file:
            found["labels"] = file.imagej_metadata["Labels"][:2]
            found["channels"] = file.imagej_metadata["Info"].strip().split("\\n")[1:]
        with tifffile.TiffFile(classes) as file: found["info"] = file.imagej_metadata["Info"].strip().split("\\n")[1:]
        pixels = Image.open(overlay).convert("RGB").get_flattened_data() if hasattr(Image.Image, "get_flattened_data") \
            else Image.open(overlay).convert("RGB").getdata()
        found["orange"] = sum(pixel == (255, 136, 0) for pixel in pixels)
        print(json.dumps(found))
        """

    private func reading(
        _ steps: [RecipeStep],
        foreground: Foreground?,
        names: [String]?,
        colors: [ClassPalette.Color]?,
        classifiers: [String] = []
    ) throws -> Reading {
        let bench = try Workbench()
        let kinds: [OutputKind] = [.polygons, .coco, .rois, .objects, .probabilities, .classes, .overlay]
        let digest = FileDigest.sha256(Array(Self.classifier.utf8))
        var recipe = Recipe(
            steps: [.classifyPixels(classifier: digest, foreground: foreground)] + steps,
            classNames: names,
            outputs: kinds
        )
        recipe.classColors = colors
        let path = try bench.write(Self.stack, to: "stack.tif")
        _ = try bench.report(path, recipe: recipe, classifiers: [Self.classifier] + classifiers)
        let said = try GoldenArray.output(of: Self.script, arguments: kinds.map(bench.path))
        return try JSONDecoder().decode(Reading.self, from: Data(said))
    }

    @Test("have them in every file that shows classes, and names in the table")
    func eachClass() throws {
        let found = try reading(
            [.connectEachClass(background: 1)],
            foreground: nil,
            names: ["background", "a,\"b"],
            colors: Self.colors
        )
        let name = "\"name\": \"a,\\\"b\""
        #expect(found.classifications == ["{\(name), \"color\": [255, 136, 0]}"])
        #expect(
            found.categories == [
                "{\"id\": 1, \"name\": \"background\", \"color\": [255, 255, 255]}",
                "{\"id\": 2, \(name), \"color\": [255, 136, 0]}",
            ]
        )
        #expect(found.strokes == [[255, 255, 136, 0]])
        #expect(found.columns == ["pixel_class", "class_name"] && found.names == ["a,\"b"])
        let texts = ["class 1 background #ffffff", "class 2 a,\"b #ff8800"]
        #expect(found.labels == texts && found.info == texts)
        #expect(found.channels == texts.enumerated().map { "channel \($0 + 1): \($1)" })
        #expect(found.orange > 100)
    }

    @Test("tell of what class all objects are made; without colours nobody does")
    func positiveClass() throws {
        let steps: [RecipeStep] = [.connectComponents]
        let with = try reading(steps, foreground: .positiveClass(2), names: ["b", "nuclei"], colors: Self.colors)
        #expect(with.classifications == ["{\"name\": \"nuclei\", \"color\": [255, 136, 0]}"])
        #expect(with.columns == ["class_name"] && with.names == ["nuclei"] && with.strokes == [[255, 255, 136, 0]])
        #expect(with.categories.count == 2)
        // All outlines are of that class, and none are where classes have no colours.
        #expect(with.orange > 100)
        let without = try reading(steps, foreground: .positiveClass(2), names: ["b", "nuclei"], colors: nil)
        #expect(without.classifications == ["null"] && without.columns.isEmpty && without.strokes == [[0, 0, 0, 0]])
        #expect(without.categories == ["{\"id\": 1, \"name\": \"object\"}"])
        #expect(without.labels == ["class 1 b", "class 2 nuclei"] && without.orange == 0)
    }

    @Test("are those of objects where a step gives these classes; one without a class has no name")
    func objects() throws {
        let types = ThresholdClassifier.text(ofObjects: "ObjectClassifier", feature: "area", threshold: "3.0")
        let found = try reading(
            [
                .connectComponents,
                .classifyObjects(classifier: FileDigest.sha256(Array(types.utf8)), intensity: .channel(0)),
            ],
            foreground: .positiveClass(2),
            names: ["small", "large"],
            colors: Self.colors,
            classifiers: [types]
        )
        #expect(found.columns == ["class", "class_probability", "class_name"] && found.names == ["large", "small"])
        #expect(found.strokes == [[255, 255, 136, 0], [255, 255, 255, 255]])
        #expect(found.labels == ["class 1", "class 2"])
    }
}
