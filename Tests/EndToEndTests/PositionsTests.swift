import Foundation
import TestSupport
import Testing

/// Files with several images, by the program itself: what Python's readers find in each part of the results is what they
/// find in the results of that part alone.
@Suite("Several positions in a file", .serialized)
struct PositionsTests {
    private let home: TemporaryFolder

    /// Three positions of two frames, two slices and two channels; whole, and each position, and each channel, alone.
    private static let images = """
        import numpy, os, sys, tifffile
        os.chdir(sys.argv[1])
        noise = numpy.random.default_rng(3)
        names = ['A1-Site_0', 'B 2, µ', 'C/3']
        pixels = noise.integers(0, 1000, (3, 2, 2, 2, 36, 40)).astype('uint16')
        for pixel in pixels.reshape(-1, 36, 40):
            for y, x in noise.integers(0, 30, (6, 2)): pixel[y:y + 5, x:x + 6] += 700
        def write(name, parts, names, axes, channels):
            with tifffile.TiffWriter(name, ome=True) as file:
                for part, own in zip(parts, names):
                    file.write(part, photometric='minisblack', metadata={
                        'axes': axes, 'Name': own, 'Channel': {'Name': channels}, 'PhysicalSizeX': 0.5,
                        'PhysicalSizeXUnit': 'µm', 'PhysicalSizeY': 0.5, 'PhysicalSizeYUnit': 'µm'})
        write('whole.ome.tif', pixels, names, 'TZCYX', ['DAPI', 'GFP'])
        os.mkdir('alone')
        for channel, label in enumerate(['DAPI', 'GFP']):
            for index, name in enumerate(names):
                part = pixels[index:index + 1, :, :, channel]
                write(f'alone/{label}{index}.ome.tif', part, [name], 'TZYX', [label])
        tifffile.imwrite('rgb.tif', noise.integers(0, 255, (36, 40, 3)).astype('uint8'), photometric='rgb')
        """

    /// Prints where a part of the results of the whole is not what the part alone gives.
    private static let comparison = """
        import csv, json, os, sys, numpy, tifffile, zipfile
        folder, label, chosen = sys.argv[1], sys.argv[2], [int(word) for word in sys.argv[3].split(',')]
        names = ['A1-Site_0', 'B 2, µ', 'C/3']
        def path(part, kind):
            return os.path.join(folder, 'results', 'whole_' + kind) if part is None \\
                else os.path.join(folder, 'results', f'{label}{part}_{kind}')
        def rows(part):
            with open(path(part, 'objects.csv'), newline='', encoding='utf-8') as file: return list(csv.DictReader(file))
        def without(row, *keys): return {key: value for key, value in row.items() if key not in keys}
        for kind in ('mask', 'labels', 'classes', 'probabilities'):
            with tifffile.TiffFile(path(None, kind + '.tif')) as file:
                assert len(file.series) == len(chosen), kind
                if len(chosen) > 1: assert [series.name for series in file.series] == [names[i] for i in chosen]
                for index, series in zip(chosen, file.series):
                    alone = tifffile.imread(path(index, kind + '.tif'))
                    assert series.asarray().any() and numpy.array_equal(series.asarray(), alone), (kind, index)
        whole, count = rows(None), 0
        assert len({(r['position'], r['frame'], r['z'], r['label']) for r in whole}) == len(whole)
        for index in chosen:
            own = [without(r, 'image') for r in whole if r['position'] == names[index]]
            assert own == [without(r, 'image') for r in rows(index)] and own, index
            count += len(own)
        assert count == len(whole)
        features, entries = json.load(open(path(None, 'polygons.geojson')))['features'], json.load(open(path(None, 'coco.json')))
        for index in chosen:
            alone = json.load(open(path(index, 'polygons.geojson')))['features']
            own = [f for f in features if len(chosen) == 1 or f['properties'].get('position') == names[index]]
            for feature in own: feature['properties'].pop('position', None)
            assert own == alone, index
            images = {i['id']: i for i in entries['images'] if len(chosen) == 1 or i['position'] == names[index]}
            found = [(images[a['image_id']]['frame'], images[a['image_id']]['z'], a['label'], a['segmentation'])
                     for a in entries['annotations'] if a['image_id'] in images]
            alone = json.load(open(path(index, 'coco.json')))
            places = {i['id']: i for i in alone['images']}
            assert found == [(places[a['image_id']]['frame'], places[a['image_id']]['z'], a['label'], a['segmentation'])
                             for a in alone['annotations']], index
        selections = zipfile.ZipFile(path(None, 'rois.zip')).namelist()
        if len(chosen) > 1:
            parts = [f'p{place + 1:04}_{name}' for place, index in enumerate(chosen)
                     for name in zipfile.ZipFile(path(index, 'rois.zip')).namelist()]
        else: parts = zipfile.ZipFile(path(chosen[0], 'rois.zip')).namelist()
        assert selections == parts
        summary = json.load(open(path(None, 'summary.json')))
        planes, objects = summary['planes'], []
        assert planes.get('positions') == (len(chosen) if len(chosen) > 1 else None)
        for index in chosen: objects += json.load(open(path(index, 'summary.json')))['planes']['objects']
        assert planes['objects'] == objects and planes['frames'] == 2 and planes['slices'] == 2
        image = summary['image']
        assert image['axes'] == 'PTZYX'[len(chosen) < 2:] and image['shape'][-4:] == [2, 2, 36, 40]
        assert image.get('positions', [image.get('position')]) == [names[i] for i in chosen], image
        assert image['channels'] == [label]
        print('same')
        """

    private static let outputs = [
        "mask", "labels", "classes", "probabilities", "objects", "overlay", "polygons", "rois", "coco",
    ]

    init() throws {
        home = try TemporaryFolder()
        _ = try GoldenArray.output(of: Self.images, arguments: [home.appending("")])
        try home.write(Array(ThresholdClassifier.text(threshold: "900.0").utf8), to: "squares.cl")
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    private func run(_ options: [String]) throws -> ProgramCall.Result {
        let outputs = Self.outputs.flatMap { ["--output", $0] }
        return try call(["run", "--classifier", "squares.cl", "--output-dir", "results"] + outputs + options)
    }

    private func comparison(_ label: String, _ positions: String) throws -> String {
        let bytes = try GoldenArray.output(of: Self.comparison, arguments: [home.appending(""), label, positions])
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "each is what it is alone, whichever channels and positions are chosen",
        arguments: [
            (["--channels", "GFP"], "GFP", "0,1,2"),
            (["--channels", "1", "--positions", "3,A1-Site_0"], "DAPI", "2,0"),
            (["--channels=dapi", "--positions", "\"B 2, µ\""], "DAPI", "1"),
        ]
    )
    func alone(options: [String], label: String, positions: String) throws {
        let parts = try run(["alone"])
        #expect(parts.status == 0, "\(parts.errors)")
        let whole = try run(options + ["whole.ome.tif"])
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(try comparison(label, positions) == "same\n")
        // What was written is found again, and it is the same by the command that the summary tells.
        let again = try run(options + ["whole.ome.tif"])
        #expect(again.status == 0 && again.errors.contains("1 done before"), "\(again.errors)")
        let verified = try call(["verify", "results"])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("a file with more channels than the classifier takes is refused with those that it has")
    func mismatch() throws {
        let refused = try run(["whole.ome.tif", "rgb.tif"])
        #expect(refused.status == 1, "\(refused.errors)")
        let choice = "choose 1 of its 2 channels (1 \"DAPI\", 2 \"GFP\")"
        #expect(refused.errors.contains(choice) && refused.errors.contains("--channels 1"), "\(refused.errors)")
        #expect(refused.errors.contains("choose 1 of its 3 channels (1, 2, 3)"), "\(refused.errors)")
        let taken = try run(["--channels", "1", "whole.ome.tif", "rgb.tif"])
        #expect(taken.status == 0, "\(taken.errors)")
        let none = try run(["--channels", "1,2", "whole.ome.tif", "--again"])
        #expect(none.status == 1 && none.errors.contains("choose 1 of its 2 channels"), "\(none.errors)")
    }

    @Test("what an image does not have is refused by name, of that image alone")
    func missing() throws {
        let options = ["whole.ome.tif", "alone/DAPI0.ome.tif"]
        let channel = try run(["--channels", "DAPI"] + options)
        #expect(channel.status == 0, "\(channel.errors)")
        let other = try run(["--channels", "GFP"] + options)
        #expect(other.status == 1 && other.errors.contains("1 done, 0 done before, 1 failed"), "\(other.errors)")
        #expect(other.errors.contains("GFP") && other.errors.contains("1 \"DAPI\""), "\(other.errors)")
        let position = try run(["--channels", "1", "--positions", "2"] + options)
        #expect(position.status == 1 && position.errors.contains("1 failed"), "\(position.errors)")
        for (text, reason) in [("0", "count from 1"), ("1,1", "occurs twice"), ("", "1 to 256 bytes")] {
            let wrong = try run(["--channels", text] + options)
            #expect(wrong.status == 2 && wrong.errors.contains(reason), "\(wrong.errors)")
        }
    }

    @Test("inspect and bench take the same options")
    func otherCommands() throws {
        let whole = try call(["inspect", "whole.ome.tif"])
        #expect(whole.output.contains("PTZCYX, 3 × 2 × 2 × 2 × 36 × 40"), "\(whole.output)")
        #expect(whole.output.contains("1 A1-Site_0, 2 B 2, µ, 3 C/3"), "\(whole.output)")
        let one = try call(["inspect", "--channels", "GFP", "--positions", "2", "whole.ome.tif"])
        #expect(one.output.contains("TZYX, 2 × 2 × 36 × 40"), "\(one.output)")
        let bench = ["bench", "--repeats", "1", "--json", "--classifier", "squares.cl"]
        #expect(try call(bench + ["--channels", "2", "--image", "whole.ome.tif"]).status == 0)
        #expect(try call(bench + ["--channels", "2"]).status == 64)
        let classifier = try call(["inspect", "--channels", "2", "squares.cl"])
        #expect(classifier.status != 0 && classifier.errors.contains("leave them out"), "\(classifier.errors)")
    }

    @Test("the tables of a folder name positions where there are several, and leave them empty elsewhere")
    func tables() throws {
        let options = [
            "run", "--classifier", "squares.cl", "--channels", "1", "--output", "labels", "--output", "objects",
        ]
        let result = try call(options + ["--flat", "."])
        #expect(result.status == 0, "\(result.errors)")
        let script = """
            import collections, csv, os, sys
            os.chdir(sys.argv[1])
            rows = list(csv.DictReader(open('segmentd_objects.csv', newline='', encoding='utf-8')))
            counts = collections.Counter((row['image'], row['position']) for row in rows)
            print(sorted({(image, position) for image, position in counts}))
            images = {row['image']: row for row in csv.DictReader(open('segmentd_images.csv', newline=''))}
            whole = images['whole.ome.tif']
            print(whole['planes'], whole['frames'], whole['slices'], whole['channels'])
            print(int(whole['objects']) == sum(n for (image, _), n in counts.items() if image == 'whole.ome.tif'))
            """
        let said = String(decoding: try GoldenArray.output(of: script, arguments: [home.appending("")]), as: UTF8.self)
        let named = "[('whole.ome.tif', 'A1-Site_0'), ('whole.ome.tif', 'B 2, µ'), ('whole.ome.tif', 'C/3')]"
        #expect(said.split(separator: "\n").map(String.init) == [named, "12 2 2 1", "True"], "\(said)")
    }
}
