import Foundation
import Imaging
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// Summaries of every kind, held against the schema by Python's jsonschema and against the outputs by tifffile.
@Suite("Summaries and their schema", .serialized)
struct SummarySchemaTests {
    private let home: TemporaryFolder
    private static let schema = AcquisitionFixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Results/Summary/summary.schema.json").path

    /// Bright squares on noise: calibrated, as a long series, as OME with all that it can tell, of two positions, of three
    /// channels,
    /// without anything in it, cut off, and with a label image.
    private static let images = """
        import numpy, os, sys, tifffile
        os.chdir(sys.argv[1])
        noise = numpy.random.default_rng(7)
        def picture(*shape):
            pixels = noise.integers(90, 110, shape + (24, 30)).astype('uint16')
            pixels[..., 3:8, 4:9] = 900; pixels[..., 12:15, 20:29] = 800
            return pixels
        tifffile.imwrite('plane.tif', picture(), imagej=True, resolution=(1 / 0.108, 1 / 0.108), metadata={'unit': 'um'})
        tifffile.imwrite('series.tif', picture(500), imagej=True, metadata={'axes': 'TYX', 'finterval': 2.5})
        planes = range(6)
        tifffile.imwrite('stage.ome.tif', picture(2, 3), ome=True, metadata={
            'axes': 'TZYX', 'Name': 'Pos 3', 'AcquisitionDate': '2026-11-21T09:30:00', 'TimeIncrement': 500,
            'TimeIncrementUnit': 'ms', 'PhysicalSizeX': 325, 'PhysicalSizeXUnit': 'nm', 'PhysicalSizeY': 0.325,
            'PhysicalSizeYUnit': '\\u03bcm', 'PhysicalSizeZ': 2, 'PhysicalSizeZUnit': '\\u00b5m', 'Plane': {
                'DeltaT': [0.25 + 0.5 * (i // 3) for i in planes], 'DeltaTUnit': ['s' for i in planes],
                'PositionX': [1.5 for i in planes], 'PositionXUnit': ['mm' for i in planes],
                'PositionY': [-20 for i in planes], 'PositionYUnit': ['\\u00b5m' for i in planes]}})
        with tifffile.TiffWriter('sites.ome.tif', ome=True) as file:
            for name in ('A1', 'B2, µ'): file.write(picture(2, 3), metadata={'axes': 'TZYX', 'Name': name})
        tifffile.imwrite('colours.tif', picture(3), imagej=True, metadata={'axes': 'CYX'})
        tifffile.imwrite('blank.tif', numpy.full((24, 30), 7, 'uint16'))
        open('cut.tif', 'wb').write(open('plane.tif', 'rb').read()[:-500])
        os.mkdir('given'); tifffile.imwrite('given/x.tif', picture())
        labels = numpy.zeros((24, 30), 'uint16'); labels[2:5, 2:9] = 4; labels[9, 9] = 2
        tifffile.imwrite('given/x_m.tif', labels)
        os.mkdir('chain'); tifffile.imwrite('chain/x', picture())
        os.rename(b'chain/x', b'chain/\\xfft \\'.tif')
        """

    /// Prints what the schema says of each file, and whether it still accepts one with a key that it does not know.
    private static let validation = """
        import copy, json, sys
        from jsonschema import Draft202012Validator as Validator
        schema = json.load(open(sys.argv[1], encoding='utf-8'))
        Validator.check_schema(schema)
        validator = Validator(schema)
        def objects(value, way):
            if isinstance(value, dict):
                yield way
            for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []:
                yield from objects(part, way + [key])
        for path in files(sys.argv[2]):
            text = open(path, encoding='utf-8').read()
            for line in text.splitlines() if path.endswith(b'.jsonl') else [text]:
                summary = json.loads(line)
                if path.endswith(b'.jsonl'):
                    # What the line of an image has beside the keys of its summary.
                    assert all(summary.pop(key) for key in ('state', 'path', 'folder', 'results'))
                for error in validator.iter_errors(summary):
                    print(path, error.json_path, error.message)
                for way in objects(summary, []):
                    changed = copy.deepcopy(summary)
                    place = changed
                    for key in way:
                        place = place[key]
                    place['other'] = 1
                    if validator.is_valid(changed):
                        print(path, way, 'accepts a key that it does not know')
        """

    /// All summaries below a folder, and files of lines.
    private static let files = """
        import os
        def files(folder):
            found = [os.path.join(place, name) for place, _, names in os.walk(os.fsencode(folder)) for name in names]
            return [path for path in found if path.endswith((b'_summary.json', b'.jsonl'))]

        """

    /// Prints where a summary says something else of an output than tifffile and the file's bytes.
    private static let comparison = """
        import json, os, sys, tifffile
        for path in files(sys.argv[1]):
            summary = json.loads(open(path, encoding='utf-8').readline() if path.endswith(b'.jsonl') else open(path).read())
            for output in summary['outputs']:
                if output['name'].endswith('.tif') and 'name_base64' not in output:
                    several = tifffile.TiffFile(os.path.join(summary['results_folder'], output['name'])).series
                    series, count = several[0], len(several)
                    found = ['P' * (count > 1) + series.axes, [count] * (count > 1) + list(series.shape), str(series.dtype)]
                    if [one.name for one in several] != summary['image'].get('positions', [series.name]): print(path, several)
                    if found != [output['axes'], output['shape'], output['pixel_type']]:
                        print(path, output, found)
        """

    init() throws {
        home = try TemporaryFolder()
        _ = try GoldenArray.output(of: Self.images, arguments: [home.appending("")])
        try home.write(Array(ThresholdClassifier.text(threshold: "500.0").utf8), to: "squares.cl")
        for (name, kind, feature, limit) in [
            ("keep", "ObjectSelector", "area", "26.0"), ("types", "ObjectClassifier", "mean_intensity", "850.0"),
        ] {
            let text = ThresholdClassifier.text(ofObjects: kind, feature: feature, threshold: limit)
            try home.write(Array(text.utf8), to: "\(name).cl")
        }
    }

    @Test("every kind keeps to the schema, which knows all keys, and says of the outputs what is in them")
    func kinds() throws {
        let images = ["plane.tif", "stage.ome.tif", "sites.ome.tif", "colours.tif", "blank.tif", "cut.tif"]
        let outputs = ["mask", "labels", "classes", "probabilities", "objects", "overlay", "polygons", "rois", "coco"]
        let first = try call(["--json", "--classifier", "squares.cl"] + outputs.flatMap { ["--output", $0] } + images)
        #expect(first.status == 1 && first.errors.contains("4 done, 0 done before, 2 failed"), "\(first.errors)")
        try home.write(Array(first.output.utf8), to: "lines.jsonl")
        let series = try call(["--classifier", "squares.cl", "--output", "labels", "series.tif"])
        #expect(series.status == 0, "\(series.errors)")
        let given = try call(["--labels", "{stem}_m.tif", "--step", "area=2,inf", "given"])
        #expect(given.status == 0, "\(given.errors)")
        let chain = ["--classifier", "squares.cl", "--step", "keep=keep.cl", "--step", "border=drop"]
        let steps = try call(chain + ["--step", "classify=types.cl", "--recipe", "two", "chain"])
        #expect(steps.status == 0, "\(steps.errors)")
        let count = "import sys; print(len(files(sys.argv[1])))"
        #expect(try python(count, [home.path.string]) == "10\n")
        #expect(try python(Self.validation, [Self.schema, home.path.string]) == "")
        #expect(try python(Self.comparison, [home.path.string]) == "")
        try checkImages()
        #expect(try !summary("blank").flags.isEmpty && summary("plane").flags.isEmpty)
        #expect(try SummaryFile.encode(summary("series")).count < 10_000)
    }

    @Test("the single channel of a ProbabilityMapper is that of a class")
    func probabilities() throws {
        let path = home.appending("chain/p.tif")
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: URL(filePath: path))
        let classifier = AcquisitionFixtures.classifier("nuclei_probability").path
        let result = try call(["--classifier", classifier, "--threshold", "0.25", path])
        #expect(result.status == 0, "\(result.errors)")
        let summary = try summary("chain/p")
        let output = try #require(summary.outputs.first { $0.kind == .probabilities })
        #expect(output.classes == [2] && output.axes == "YX" && output.pixelType == .float32)
        #expect(try python(Self.validation, [Self.schema, home.appending("chain")]) == "")
    }

    private func checkImages() throws {
        let plane = try summary("plane").image
        #expect(plane.pixelSize?.unit == "µm" && plane.folder == home.path.string)
        #expect(try summary("series").image.frameInterval == 2.5)
        let stage = try summary("stage").image
        #expect(stage.pixelSize?.unit == "nm" && stage.pixelSize?.y == 325 && stage.pixelSize?.z == 2_000)
        #expect(stage.position == "Pos 3" && stage.acquisition?.date == "2026-11-21T09:30:00")
        #expect(stage.frameInterval == 0.5 && stage.acquisition?.frameTimes == [0.25, 0.75])
        #expect(stage.acquisition?.stage == .init(x: 1.5, y: -0.02, z: nil, unit: "mm"))
        let sites = try summary("sites")
        #expect(sites.image.axes == "PTZYX" && sites.image.shape == [2, 2, 3, 24, 30])
        #expect(sites.image.positions == ["A1", "B2, µ"] && sites.image.position == nil)
        #expect(sites.planes.map(\.position) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
        // What was known before it failed.
        let colours = try summary("colours")
        #expect(colours.error?.kind == "channel_mismatch" && colours.image.axes == "CYX")
        #expect(colours.image.shape == [3, 24, 30] && colours.image.pixelType == .uint16)
        #expect(try summary("cut").status == .failed)
        #expect(try summary("stage").planes.map(\.frame) == [0, 0, 0, 1, 1, 1])
    }

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["run"] + arguments, home: home.url)
    }

    private func python(_ script: String, _ arguments: [String]) throws -> String {
        String(decoding: try GoldenArray.output(of: Self.files + script, arguments: arguments), as: UTF8.self)
    }

    private func summary(_ name: String) throws -> Summary {
        guard case .found(let summary) = SummaryFile.decode(try home.read("\(name)_summary.json")) else {
            throw EndToEndError("\(name) has no summary")
        }
        return summary
    }
}
