import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Outputs for other programs")
struct ExportOutputsTests {
    private static let image = """
        (numpy.random.default_rng(8).random((2, 3, 90, 80)) * 100).astype("uint8"), imagej=True, metadata={"axes": "TZYX"}
        """
    /// Prints frame, slice, label and area of each object, from each of the files.
    private static let script = """
        import json, sys, zipfile
        polygons, rois, coco = sys.argv[1:]
        for feature in json.load(open(polygons))["features"]:
            plane, measurements = feature["geometry"]["plane"], feature["properties"]["measurements"]
            print(plane["t"], plane["z"], measurements["label"], measurements["area"])
        data = json.load(open(coco))
        images = {image["id"]: image for image in data["images"]}
        for annotation in data["annotations"]:
            image = images[annotation["image_id"]]
            assert image["file_name"] == "stack.tif"
            print(image["frame"], image["z"], annotation["label"], annotation["area"])
        for name in zipfile.ZipFile(rois).namelist():
            print(*(int(part.strip("tz")) - (part[0] in "tz") for part in name.removesuffix(".roi").split("_")))
        """

    @Test("hold each object of each slice, of planes and of volumes", arguments: [2, 3])
    func objects(dimensions: Int) throws {
        let bench = try Workbench()
        let path = try bench.write(Self.image, to: "stack.tif")
        let classifier = ThresholdClassifier.text(threshold: "55.0", dimensions: dimensions)
        let kinds: [OutputKind] = [.polygons, .rois, .coco]
        _ = try bench.report(path, classifier: classifier, outputs: [.labels] + kinds)
        let labels = try bench.array(.labels).integers
        var expected: [String] = []
        for plane in 0..<6 {
            let areas = Dictionary(grouping: labels[plane * 7_200..<(plane + 1) * 7_200], by: \.self).mapValues(\.count)
            for label in areas.keys.filter({ $0 > 0 }).sorted() {
                expected.append("\(plane / 3) \(plane % 3) \(label) \(areas[label] ?? 0)")
            }
        }
        let said = try GoldenArray.output(of: Self.script, arguments: kinds.map(bench.path))
        let lines = String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
        let withoutAreas = expected.map { $0.split(separator: " ").dropLast().joined(separator: " ") }
        #expect(expected.count > 1_000)
        #expect(lines == expected + expected + withoutAreas)
    }
}
