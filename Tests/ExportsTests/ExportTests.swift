import Imaging
import TestSupport
import Testing

@Suite("Exports")
struct ExportTests {
    private static let shapes = [
        ImageShape(size: ImageSize(width: 37, height: 29)),
        ImageShape(slices: 3, size: ImageSize(width: 21, height: 30)),
        ImageShape(frames: 2, channels: 2, size: ImageSize(width: 24, height: 9)),
        ImageShape(frames: 2, slices: 2, size: ImageSize(width: 16, height: 16)),
        ImageShape(positions: 3, size: ImageSize(width: 16, height: 20)),
        ImageShape(positions: 2, frames: 2, slices: 3, size: ImageSize(width: 12, height: 16)),
    ]

    private func planes(of shape: ImageShape) -> [LabelImage] {
        (0..<shape.positions * shape.frames * shape.slices).map {
            SampleLabels.random(shape.size, labels: 12, cohesion: 20 + 8 * $0, seed: UInt64($0))
        }
    }

    /// Classes 0 to 3 of 12 objects.
    private static let classes = ObjectClasses(
        classes: (0...12).map { UInt8($0 % 4) },
        probabilities: (0...12).map { $0 % 4 == 0 ? .nan : Float($0) / 16 },
        classCount: 3
    )

    @Test("polygons are JSON, closed and in their planes; painted they give the label images", arguments: shapes)
    func polygons(shape: ImageShape) throws {
        let files = try ExportedFiles(planes(of: shape), shape: shape)
        let said = try files.python(
            """
            collection = json.load(open("polygons.geojson"))
            assert list(collection) == ["segmentd", "type", "features"] and collection["type"] == "FeatureCollection"
            for feature in collection["features"]:
                geometry, properties = feature["geometry"], feature["properties"]
                polygons = geometry["coordinates"]
                assert geometry["type"] in ("Polygon", "MultiPolygon")
                if geometry["type"] == "Polygon": polygons = [polygons]
                else: assert len(polygons) > 1
                place = geometry.get("plane")
                assert (place is None) == (\(shape.frames * shape.slices) == 1)
                plane = place["t"] * \(shape.slices) + place["z"] if place else 0
                position = feature["properties"].get("position")
                assert (position is None) == (\(shape.positions) == 1)
                if position: plane += "abcdefgh".index(position) * \(shape.frames * shape.slices)
                measurements, label = properties["measurements"], properties["measurements"]["label"]
                assert properties["name"] == str(label) and properties["objectType"] == "detection"
                assert labels[plane * width * height:][:width * height].count(label) == measurements["area"]
                for polygon in polygons:
                    assert all(ring[0] == ring[-1] and len(ring) >= 5 for ring in polygon)
                    paint(plane, label, [ring[:-1] for ring in polygon])
            print(len(collection["features"]), painted == labels)
            """
        )
        #expect(said == "\(objectCount(shape)) True\n")
    }

    @Test("selections are stored with right checksums; painted they give the label images", arguments: shapes)
    func rois(shape: ImageShape) throws {
        let files = try ExportedFiles(planes(of: shape), shape: shape)
        let said = try files.python(
            """
            file = zipfile.ZipFile("rois.zip")
            assert file.testzip() is None and file.comment == b"segmentd 1.2"
            areas, kinds = 0, set()
            for name in file.namelist():
                data = file.read(name)
                magic, version, kind, top, left, bottom, right, count = struct.unpack(">4shBxhhhhH", data[:18])
                path, = struct.unpack(">i", data[36:40])
                position, second = struct.unpack(">ii", data[56:64])
                channel, z, t, start, length = struct.unpack(">5i", data[second + 4:second + 24])
                assert magic == b"Iout" and len(data) == start + 2 * length
                assert data[start:].decode("utf-16-be") + ".roi" == name
                kinds.add(kind)
                if kind == 8:
                    numbers = struct.unpack(f">{2 * count}h", data[64:second])
                    rings = [[(left + x, top + y) for x, y in zip(numbers[:count], numbers[count:])]]
                else:
                    rings, numbers = [], list(struct.unpack(f">{path}f", data[64:second]))
                    while numbers:
                        step = numbers.pop(0)
                        if step == 0: rings.append([])
                        if step == 4: continue
                        rings[-1].append((int(numbers.pop(0)), int(numbers.pop(0))))
                assert {left, right} <= {x for ring in rings for x, _ in ring}
                parts = name[:-4].split("_")
                frame = [int(part[1:]) for part in parts if part[0] == "t"]
                spot = [int(part[1:]) for part in parts if part[0] == "p"]
                assert len(spot) == (\(shape.positions) > 1)
                if spot: frame = [(spot[0] - 1) * \(shape.frames) + (frame or [1])[0]]
                slice = [int(part[1:]) for part in parts if part[0] == "z"]
                if \(shape.channels) == 1 and len(frame + slice) < 2: assert [position, t, z] == [*(frame + slice or [0]), 0, 0]
                else: assert [position, t, z] == [0, *(frame or [0]), *(slice or [0])]
                paint(((frame or [1])[0] - 1) * \(shape.slices) + (slice or [1])[0] - 1, int(parts[-1]), rings)
            print(len(file.namelist()), kinds <= {1, 8}, painted == labels)
            """
        )
        #expect(said == "\(objectCount(shape)) True True\n")
    }

    @Test("run lengths are those of the label images", arguments: shapes)
    func coco(shape: ImageShape) throws {
        let files = try ExportedFiles(planes(of: shape), shape: shape)
        let said = try files.python(
            """
            def counts(text):
                "As cocoapi's rleFrString does."
                numbers, rest = [], [ord(character) - 48 for character in text]
                while rest:
                    number = shift = 0
                    while True:
                        bits = rest.pop(0)
                        number |= (bits & 31) << shift
                        shift += 5
                        if not bits & 32: break
                    if bits & 16: number -= 1 << shift
                    if len(numbers) > 2: number += numbers[-2]
                    numbers.append(number)
                return numbers

            data = json.load(open("coco.json"))
            assert [image["id"] for image in data["images"]] == list(range(1, \(shape.placeCount) + 1))
            places = [(image.get("position"), image["frame"], image["z"]) for image in data["images"]]
            names = [None] if \(shape.positions) == 1 else "abcdefgh"[:\(shape.positions)]
            assert places == [(p, t, z) for p in names for t in range(\(shape.frames)) for z in range(\(shape.slices))]
            assert all(image["file_name"] == 'an "image"\\n.tif' for image in data["images"])
            for annotation in data["annotations"]:
                assert annotation["segmentation"]["size"] == [height, width] and annotation["category_id"] == 1
                numbers = counts(annotation["segmentation"]["counts"])
                assert sum(numbers) == width * height and all(numbers[1:])
                x, y, w, h = annotation["bbox"]
                first, found = (annotation["image_id"] - 1) * width * height, set()
                place = 0
                for index, number in enumerate(numbers):
                    for pixel in range(place, place + number) if index % 2 else []:
                        column, row = divmod(pixel, height)
                        painted[first + row * width + column] += annotation["label"]
                        found.add((column, row))
                    place += number
                assert len(found) == annotation["area"]
                assert (x, x + w - 1) == (min(found)[0], max(found)[0])
                assert (y, y + h - 1) == (min(row for _, row in found), max(row for _, row in found))
            print(len(data["annotations"]), data["categories"], painted == labels)
            """
        )
        #expect(said == "\(objectCount(shape)) [{'id': 1, 'name': 'object'}] True\n")
    }

    @Test("classes have names, colours, groups and categories")
    func classes() throws {
        let shape = Self.shapes[0]
        let files = try ExportedFiles(planes(of: shape), shape: shape, classes: Self.classes)
        let colors = (1...3).map { number in
            let color = ClassPalette.color(of: number)
            return "[\(color.red), \(color.green), \(color.blue)]"
        }
        let said = try files.python(
            """
            colors = [None, \(colors.joined(separator: ", "))]
            for feature in json.load(open("polygons.geojson"))["features"]:
                properties = feature["properties"]
                label = properties["measurements"]["label"]
                if label % 4: assert properties["classification"] == {"name": f"class {label % 4}", "color": colors[label % 4]}
                else: assert "classification" not in properties
                assert properties["measurements"].get("probability") == (label / 16 if label % 4 else None)
            file = zipfile.ZipFile("rois.zip")
            for name in file.namelist():
                data, label = file.read(name), int(name[:-4])
                second, = struct.unpack(">i", data[60:64])
                assert data[second + 30] == label % 4
                assert list(data[40:44]) == ([255, *colors[label % 4]] if label % 4 else [0] * 4)
            data = json.load(open("coco.json"))
            for annotation in data["annotations"]:
                assert annotation["category_id"] == annotation["label"] % 4
                assert annotation.get("score") == (annotation["label"] / 16 if annotation["label"] % 4 else None)
            print([(category["id"], category["name"]) for category in data["categories"]])
            """
        )
        #expect(said == "[(0, 'no class'), (1, 'class 1'), (2, 'class 2'), (3, 'class 3')]\n")
    }

    @Test("an image without objects has empty files")
    func empty() throws {
        let shape = ImageShape(size: ImageSize(width: 3, height: 2))
        let files = try ExportedFiles([SampleLabels.drawn(["...", "..."])], shape: shape)
        let said = try files.python(
            """
            data = json.load(open("coco.json"))
            print(json.load(open("polygons.geojson"))["features"], zipfile.ZipFile("rois.zip").namelist(), data["annotations"])
            """
        )
        #expect(said == "[] [] []\n")
    }

    @Test("more entries than a zip archive has numbers for, and coordinates beyond 16 bits, are read back")
    func large() throws {
        let size = ImageSize(width: 70_001, height: 2)
        // Every second pixel of the first row is an object.
        let labels = (0..<size.pixelCount).map { $0 < size.width && $0 % 2 == 0 ? UInt32($0 / 2 + 1) : 0 }
        let shape = ImageShape(frames: 2, size: size)
        let image = LabelImage(size: size, labels: labels, count: 35_001)
        let files = try ExportedFiles([image, image], shape: shape)
        let said = try files.python(
            """
            file = zipfile.ZipFile("rois.zip")
            data = file.read("t0002_35001.roi")
            numbers = struct.unpack(">13f", data[64:116])
            assert file.read("t0001_00001.roi")[6] == 8 and data[6] == 1
            print(len(file.namelist()), file.testzip(), numbers[1], numbers[4], len(data) - 116 - 64)
            print(len(json.load(open("polygons.geojson"))["features"]), len(json.load(open("coco.json"))["annotations"]))
            """
        )
        #expect(said == "70002 None 70000.0 70001.0 22\n70002 70002\n")
    }

    /// Labels that are there, in all planes.
    private func objectCount(_ shape: ImageShape) -> Int {
        planes(of: shape).reduce(0) { $0 + Set($1.labels).subtracting([0]).count }
    }
}
