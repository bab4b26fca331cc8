import Files
import Foundation
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// The command of the summary, typed into a shell.
@Suite("The command that makes outputs again", .serialized)
struct ReproduceTests {
    /// What was run at first.
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var options: [String] = []
        /// Instead of options.
        var recipe: String?
    }

    private static let cases = [
        Case(description: "an ObjectSegmenter", options: ["--classifier", "nuclei.cl", "--recipe", "nuclei"]),
        Case(
            description: "a threshold",
            options: ["--classifier", "nuclei_probability.cl", "--threshold", "0.3", "--output", "probabilities"]
                + ["--output", "labels", "--output", "overlay"]
                + ["--export-dtype", "uint8", "--export-drange=255,0", "--output", "uncertainty"]
        ),
        Case(
            description: "a class, and groups of columns",
            options: ["--classifier", "tissue.cl", "--positive-class", "1", "--measurements", "basic,shape"]
                + ["--class-name", "it's back", "--class-name", "cell's", "--label-type", "uint32"]
                + ["--class-color", "#ff8800", "--output", "objects", "--output", "labels", "--output", "polygons"]
        ),
        Case(
            description: "each class but the background, and axes",
            options: ["--classifier", "tissue.cl", "--instances", "each-class", "--background-class", "2"]
                + [
                    "--axes", "YX", "--channels", "1", "--positions=1", "--output", "labels", "--output", "polygons",
                    "--output", "rois", "--output",
                    "coco",
                ]
        ),
        Case(
            description: "objects of probabilities",
            options: ["--classifier", "tissue.cl", "--step", "threshold=0.3,class=2,core=0.8,smooth=1,merge=false"]
                + ["--step", "split_touching=1"]
        ),
        Case(
            description: "label images of others",
            options: ["--labels", "masks/{stem} m.tif", "--step", "area=2,inf", "--step", "classify=types.cl"]
        ),
        Case(
            description: "a chain of a configuration, with a channel for each step",
            recipe: """
                name = "chain"
                classifier = "nuclei.cl"
                outputs = ["mask", "labels", "object_classes", "objects"]
                steps = [ { fill_holes = true }, { split_touching = 1.5 }, { keep = "keep.cl", channel = "none" },
                    { area_um2 = [0.01, 4000] }, { border = "drop" }, { classify = "types.cl", channel = 0 } ]
                """
        ),
    ]

    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        try home.makeFolder("im ages/masks")
        for name in ["nuclei", "nuclei_probability", "tissue"] {
            let place = URL(filePath: home.appending("\(name).cl"))
            try FileManager.default.copyItem(at: AcquisitionFixtures.classifier(name), to: place)
        }
        for (name, kind, feature, limit) in [
            ("keep", "ObjectSelector", "mean_intensity", "2.0"), ("types", "ObjectClassifier", "area", "60.0"),
        ] {
            let text = ThresholdClassifier.text(ofObjects: kind, feature: feature, threshold: limit)
            try home.write(Array(text.utf8), to: "\(name).cl")
        }
        // Calibrated, and with a name that a shell would take apart; with a label image.
        let script = """
            import os, sys, numpy, tifffile
            os.chdir(sys.argv[1])
            pixels = tifffile.imread(sys.argv[2])
            tifffile.imwrite("x", pixels, imagej=True, resolution=(2, 2), metadata={'unit': 'um'})
            labels = numpy.zeros(pixels.shape, 'uint16'); labels[2:5, 2:9] = 4; labels[9, 9:30] = 2; labels[0, 0] = 9
            tifffile.imwrite("m", labels)
            os.rename(b"x", b"im ages/it's \\xff%.tif"); os.rename(b"m", b"im ages/masks/it's \\xff% m.tif")
            """
        _ = try GoldenArray.output(of: script, arguments: [home.appending(""), AcquisitionFixtures.image(1).path])
    }

    @Test(
        "names of recipes and channels that cannot be are refused",
        arguments: [
            ["--recipe", "a b"], ["--channel", "0"], ["--channel", "left", "--step", "keep=keep.cl"],
            ["--channel", "0", "--channel", "1", "--step", "keep=keep.cl"],
        ]
    )
    func refusals(options: [String]) throws {
        let arguments = ["run", "--classifier", "nuclei.cl"] + options + ["im ages"]
        let result = try ProgramCall.result(of: arguments, home: home.url)
        #expect(result.status == 2 && result.errors.contains(options[0]), "\(result.errors)")
        #expect(try home.names(in: "im ages").count == 2)
    }

    @Test("outputs are made again byte for byte, whatever became of the classifiers' files", arguments: cases)
    func again(first: Case) throws {
        var options = first.options
        if let recipe = first.recipe {
            let folder = "[[folder]]\npath = \"\(home.appending("im ages"))\"\n[[folder.recipe]]\n\(recipe)\n"
            options = ["--config", try home.write(Array(folder.utf8), to: "segmentd.toml").string]
        }
        let result = try ProgramCall.result(of: ["run", "--flat"] + options + ["im ages"], home: home.url)
        #expect(result.status == 0, "\(result.errors)")
        for name in ["nuclei", "nuclei_probability", "tissue", "keep", "types"] {
            try home.write(Array("something else".utf8), to: "\(name).cl")
        }
        let place = OutputFolder(base: home.path("im ages"), below: [], creatable: 0, isBaseCreatable: false)
        let folder = try ResultFolder(opening: place)
        let names = try FileCalls().list(folder.descriptor).filter(ResultFamily.isSummary)
        #expect(names.count == 1)
        guard case .found(let summary) = try folder.summary(names[0]), let command = summary.reproduce else {
            Issue.record("it tells no command")
            return
        }
        try home.makeFolder("elsewhere")
        let shell = "program=$0; segmentd() { \"$program\" \"$@\"; }; cd elsewhere && \(command)"
        let again = try ProgramCall.result(ofShell: shell, home: home.url)
        #expect(again.status == 0, "\(command)\n\(again.errors)")
        #expect(!summary.outputs.isEmpty)
        for output in summary.outputs {
            let name = try #require(output.component)
            let files = try ["im ages", "elsewhere/reproduced"].map { folder in
                let file = try FileDescriptor.open(home.path.appending(folder).appending(name), .readOnly)
                return try file.closeAfter {
                    try [UInt8](unsafeUninitializedCapacity: output.bytes + 1) { buffer, count in
                        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                }
            }
            #expect(files[0].count == output.bytes && files[0] == files[1], "\(output.kind)")
        }
    }
}
