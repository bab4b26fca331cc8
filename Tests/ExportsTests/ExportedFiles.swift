import Exports
import FoundationEssentials
import Imaging
import TestSupport

/// The three exports of an image, as files, and what Python's standard library says of them.
struct ExportedFiles {
    let folder: TemporaryFolder
    let shape: ImageShape

    /// Exports planes of labels, in the order P, T, Z; positions are called a, b, ….
    init(_ planes: [LabelImage], shape: ImageShape, classes: ObjectClasses? = nil) throws {
        folder = try TemporaryFolder()
        self.shape = shape
        let positions = shape.positions > 1 ? "abcdefgh".prefix(shape.positions).map(String.init) : []
        var collection = PolygonCollection(shape: shape, positions: positions)
        var dataset = CocoDataset(imageName: "an \"image\"\n.tif", shape: shape, positions: positions)
        var archive = ZIPArchive(version: "1.2")
        var (polygons, coco) = (collection.beginning(version: "1.2"), dataset.beginning(version: "1.2"))
        var rois: [UInt8] = []
        if let classes { dataset.note(classes) }
        for (index, image) in planes.enumerated() {
            var tracer = OutlineTracer(slice: 0, of: image)
            let columns = ObjectRuns(slice: 0, of: image, along: .columns)
            for label in (0...image.count).dropFirst() where !columns[label].isEmpty {
                let object = ExportedObject(
                    label: label,
                    area: columns[label].reduce(0) { $0 + $1.length },
                    position: index / (shape.frames * shape.slices),
                    frame: index / shape.slices % shape.frames,
                    slice: index % shape.slices,
                    classes: classes
                )
                let outlines = tracer.outlines(of: label)
                collection.append(object, outlines: outlines, to: &polygons)
                dataset.append(object, runs: columns[label], to: &coco)
                let content = ImageJROI.bytes(of: object, outlines: outlines, in: shape)
                rois += archive.entry(ImageJROI.name(of: object, in: shape) + ".roi", content)
            }
        }
        try Data(polygons + collection.end).write(to: folder.url.appending(path: "polygons.geojson"))
        try Data(coco + dataset.end).write(to: folder.url.appending(path: "coco.json"))
        try Data(rois + archive.end).write(to: folder.url.appending(path: "rois.zip"))
        let labels = planes.flatMap { $0.labels.map { "\($0)" } }.joined(separator: " ")
        try Data("\(shape.size.width) \(shape.size.height) \(labels)".utf8).write(
            to: folder.url.appending(path: "labels")
        )
    }

    /// What a script prints, in the folder; `paint` and `labels` are there.
    func python(_ script: String) throws -> String {
        let output = folder.appending("said")
        let command = ["/usr/bin/python3", "-c", Self.beginning + script]
        let status = try ChildProcess(command, in: folder.url.path, output: .file(output)).wait()
        guard status == 0 else { throw TestFailure("python3 ended with status \(status)") }
        return String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
    }

    private static let beginning = """
        import json, struct, zipfile
        width, height, *labels = map(int, open("labels").read().split())
        painted = [0] * len(labels)

        def paint(plane, label, rings):
            "Even-odd, on lines through the middles of rows."
            crossings = {}
            for ring in rings:
                for (x, y), (_, end) in zip(ring, ring[1:] + ring[:1]):
                    for row in range(min(y, end), max(y, end)):
                        crossings.setdefault(row, []).append(x)
            for row, columns in crossings.items():
                columns.sort()
                for first, last in zip(columns[::2], columns[1::2]):
                    for column in range(first, last):
                        painted[(plane * height + row) * width + column] += label

        """
}
