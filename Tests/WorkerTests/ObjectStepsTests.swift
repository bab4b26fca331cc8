import Files
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Chains of steps for objects")
struct ObjectStepsTests {
    private static let bright = ThresholdClassifier.text(threshold: "50.0")
    private static let large = ThresholdClassifier.text(ofObjects: "ObjectSelector", feature: "area", threshold: "10.0")
    private static let size = ThresholdClassifier.text(
        ofObjects: "ObjectClassifier",
        feature: "area",
        threshold: "30.0"
    )

    private static func digest(_ text: String) -> String { FileDigest.sha256(Array(text.utf8)) }

    /// Bright squares of 2, 4 and 6 pixels a side, the last at the border, one with a hole.
    private static let squares = """
        (lambda a: [a.__setitem__((slice(y, y + n), slice(x, x + n)), 100) for y, x, n in \
        ((2, 2, 2), (6, 6, 4), (14, 2, 6), (18, 18, 6))] and [a.__setitem__((16, 4), 0)] and a)\
        (numpy.zeros((24, 24), 'uint8'))
        """

    private static func recipe(_ steps: [RecipeStep], outputs: [OutputKind] = [.labels, .mask, .objects]) -> Recipe {
        Recipe(
            steps: [
                .classifyPixels(classifier: digest(bright), foreground: .positiveClass(2)), .connectComponents,
            ] + steps,
            outputs: outputs
        )
    }

    /// What chains do to the four squares: objects behind each step, and the areas of those that are left, in order.
    private static let chains: [(steps: [RecipeStep], counts: [Int?], areas: [Int])] = [
        ([], [nil, 4], [4, 35, 16, 36]),
        ([.keepSizes(least: 5, most: 35, unit: .pixels)], [nil, 4, 2], [35, 16]),
        ([.keepSizes(least: 16, most: 16, unit: .pixels)], [nil, 4, 1], [16]),
        ([.keepSizes(least: 16.5, most: nil, unit: .pixels)], [nil, 4, 2], [35, 36]),
        ([.keepSizes(least: 16.5, most: 16.9, unit: .pixels)], [nil, 4, 0], []),
        ([.dropBorderObjects], [nil, 4, 3], [4, 35, 16]),
        ([.fillHoles], [nil, 4, 4], [4, 36, 16, 36]),
        ([.fillHoles, .dropBorderObjects, .keepSizes(least: 36, most: 36, unit: .pixels)], [nil, 4, 4, 3, 1], [36]),
        (
            [.keepObjects(classifier: digest(large), intensity: .labels), .dropBorderObjects], [nil, 4, 3, 2], [35, 16]
        ),
    ]

    @Test("do one step after the other, count, and leave a mask of what is left", arguments: chains.indices)
    func chain(index: Int) throws {
        let (steps, counts, areas) = Self.chains[index]
        let bench = try Workbench()
        let report = try bench.report(
            bench.write(Self.squares, to: "x.tif"),
            recipe: Self.recipe(steps),
            classifiers: [Self.bright, Self.large]
        )
        #expect(report.objectsAfterSteps == counts)
        #expect(report.planes.map(\.objects) == [areas.count])
        let labels = try bench.array(.labels).integers
        #expect((1...max(areas.count, 1)).prefix(areas.count).map { label in labels.count { $0 == label } } == areas)
        #expect(labels.max() == areas.count)
        #expect(try bench.array(.mask).integers == labels.map { $0 == 0 ? 0 : 255 })
        #expect(try bench.table().map { Int($0[3]) } == areas)
        let share = Double(areas.reduce(0, +)) / 576
        #expect(report.planes[0].foregroundShare.map { abs($0 - share) <= share * 5e-5 } == true)
    }

    @Test("make objects of probabilities, of which later steps make others, in planes and in volumes")
    func thresholds() throws {
        let bench = try Workbench()
        func areas(_ text: String, _ others: [RecipeStep] = [], of image: String, dimensions: Int = 2) throws -> [Int] {
            let classifier = ThresholdClassifier.text(threshold: "50.0", dimensions: dimensions)
            let threshold = try ProbabilityThreshold(optionText: text)
            let report = try bench.report(
                bench.write(image, to: "x.tif"),
                recipe: Recipe(
                    steps: [
                        .classifyPixels(classifier: Self.digest(classifier), foreground: nil),
                        .thresholdProbabilities(threshold),
                    ] + others,
                    outputs: [.labels, .mask]
                ),
                classifiers: [classifier]
            )
            let labels = try bench.array(.labels).integers
            #expect(try bench.array(.mask).integers == labels.map { $0 == 0 ? 0 : 255 })
            #expect(report.objectsAfterSteps.last == report.planes.reduce(0) { $0 + ($1.objects ?? 0) })
            return (1...max(1, labels.max() ?? 0)).map { label in labels.count { $0 == label } }
        }
        // Numbered by rows, not by columns.
        #expect(try areas("0.5,class=2", of: Self.squares) == [4, 16, 35, 36])
        #expect(try areas("0.5,class=2,area=5,35", of: Self.squares) == [16, 35])
        #expect(try areas("0.5,class=2", [.fillHoles, .dropBorderObjects], of: Self.squares) == [4, 16, 36])
        // Smoothing leaves at most 0.42 of the smallest square, and 0.89 of the next: what the Gaussian covers, squared.
        #expect(try areas("0.4,class=2,core=0.8,smooth=1", of: Self.squares).count == 3)
        #expect(try areas("0.4,class=2,core=0.9,smooth=1", of: Self.squares).count == 2)
        // Two discs that touch.
        let discs =
            "((numpy.minimum((numpy.arange(30) - 9) ** 2, (numpy.arange(30) - 20) ** 2)"
            + " + (numpy.arange(21)[:, None] - 10) ** 2 <= 36) * 100).astype('uint8')"
        #expect(try areas("0.5,class=2", of: discs).count == 1)
        #expect(try areas("0.5,class=2", [.splitTouching(smoothing: 1)], of: discs).count == 2)
        // One object through two slices, or one in each.
        let stack =
            "numpy.pad(numpy.full((2, 3, 3), 100, 'uint8'), ((1, 1), (2, 2), (2, 2))), imagej=True, "
            + "metadata={'axes': 'ZYX'}"
        #expect(try areas("0.5,class=2,area=10,100", of: stack, dimensions: 3) == [18])
        #expect(try areas("0.5,class=2,area=10,100", of: stack) == [0])
    }

    @Test("give objects classes, which later steps carry along")
    func classes() throws {
        let bench = try Workbench()
        let report = try bench.report(
            bench.write(Self.squares, to: "x.tif"),
            recipe: Self.recipe(
                [
                    .classifyObjects(classifier: Self.digest(Self.size), intensity: .channel(0)),
                    .keepSizes(least: 5, most: 100, unit: .pixels),
                ],
                outputs: [.labels, .objectClasses]
            ),
            classifiers: [Self.bright, Self.size]
        )
        #expect(report.objectsAfterSteps == [nil, 4, 4, 3])
        let pairs = Set(
            zip(try bench.array(.labels).integers, try bench.array(.objectClasses).integers).map { [$0, $1] }
        )
        #expect(pairs == [[0, 0], [1, 2], [2, 1], [3, 2]])
    }

    @Test("begin with labels that others made, numbers and gaps as they are")
    func givenLabels() throws {
        let bench = try Workbench()
        let labels = "numpy.array([[0, 7, 7, 0], [3, 0, 0, 9], [3, 3, 0, 9]], 'uint16')"
        for (type, index) in [("uint8", 0), ("uint16", 1), ("uint32", 2), ("float32", 3)] {
            let report = try bench.report(
                bench.write("numpy.arange(12, dtype='uint8').reshape(3, 4)", to: "x\(index).tif"),
                labels: bench.write("\(labels).astype('\(type)')", to: "m\(index).tif"),
                recipe: Recipe(steps: [.takeLabels(pattern: "{stem}_m.tif")], outputs: [.mask, .labels, .objects]),
                classifiers: []
            )
            #expect(report.objectsAfterSteps == [3])
            #expect(report.planes.map(\.objects) == [3])
            #expect(try bench.array(.labels).integers == [0, 7, 7, 0, 3, 0, 0, 9, 3, 3, 0, 9])
            #expect(try bench.table().map { Array($0[2...3]) } == [[3, 3], [7, 2], [9, 2]])
            #expect(report.labelsSHA256?.count == 64)
        }
    }

    @Test(
        "refuse label images that are none of this image",
        arguments: [
            ("numpy.zeros((4, 4), 'uint8')", "labels_mismatch"),
            ("numpy.zeros((2, 3, 4), 'uint8'), photometric='minisblack'", "labels_mismatch"),
            ("numpy.full((3, 4), 0.5, 'float32')", "labels_mismatch"),
            ("numpy.full((3, 4), -1, 'float32')", "labels_mismatch"),
            ("numpy.full((3, 4), 1 << 25, 'uint32')", "labels_too_large"),
        ]
    )
    func otherLabels(labels: String, kind: String) throws {
        let bench = try Workbench()
        let failure = try #require(throws: Failure.self) {
            try bench.report(
                bench.write("numpy.zeros((3, 4), 'uint8')", to: "x.tif"),
                labels: bench.write(labels, to: "m.tif"),
                recipe: Recipe(steps: [.takeLabels(pattern: "{stem}_m.tif")], outputs: [.labels]),
                classifiers: []
            )
        }
        #expect(failure.kind == kind && failure.message.contains("m.tif"))
    }

    @Test("tables of all groups name each column once, and say the class", arguments: MeasurementGroup.allCases)
    func columns(group: MeasurementGroup) throws {
        let bench = try Workbench()
        let recipe = Recipe(
            steps: Self.recipe([.classifyObjects(classifier: Self.digest(Self.size), intensity: .channel(0))]).steps,
            measurements: group == .basic ? MeasurementGroup.allCases : [group],
            outputs: [.objects]
        )
        _ = try bench.report(
            bench.write(Self.squares, to: "x.tif"),
            recipe: recipe,
            classifiers: [Self.bright, Self.size]
        )
        let script =
            "import csv, sys; rows = list(csv.DictReader(open(sys.argv[1]))); "
            + "print(len(rows), len(rows[0]), len(next(csv.reader(open(sys.argv[1])))), *[r['class'] for r in rows])"
        let output = try GoldenArray.output(of: script, arguments: [bench.path(.objects)])
        let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words[0] == "4" && words[1] == words[2])
        #expect(Array(words[3...]) == ["1", "2", "1", "2"])
    }

    @Test("sizes in micrometres need the size of a pixel")
    func micrometres() throws {
        let bench = try Workbench()
        func report(_ pixels: String, _ name: String) throws -> JobReport {
            try bench.report(
                bench.write(Self.squares + pixels, to: name),
                recipe: Self.recipe([.keepSizes(least: 4, most: 9, unit: .squareMicrometres)]),
                classifiers: [Self.bright]
            )
        }
        // Half a micrometre a pixel: 4, 35, 16 and 36 pixels are 1, 8.75, 4 and 9 µm².
        let known = try report(", imagej=True, resolution=(2, 2), metadata={'unit': 'um'}", "known.tif")
        #expect(known.objectsAfterSteps == [nil, 4, 3])
        let failure = try #require(throws: Failure.self) { try report("", "unknown.tif") }
        #expect(failure.kind == "no_pixel_size")
    }

    @Test("objects of every class but the background's have one numbering, and their class")
    func eachClass() throws {
        let bench = try Workbench()
        let classes = ThresholdClassifier.text(threshold: "50.0").replacing("ObjectSegmenter", with: "PixelClassifier")
        let report = try bench.report(
            bench.write("numpy.array([[100, 100, 0, 100], [0, 0, 0, 100]], 'uint8')", to: "x.tif"),
            recipe: Recipe(
                steps: [
                    .classifyPixels(classifier: Self.digest(classes), foreground: nil),
                    .connectEachClass(background: 2),
                ],
                outputs: [.labels, .mask]
            ),
            classifiers: [classes]
        )
        #expect(report.objectsAfterSteps == [nil, 1])
        #expect(try bench.array(.labels).integers == [0, 0, 1, 0, 1, 1, 1, 0])
        #expect(try bench.array(.mask).integers == [0, 0, 255, 0, 255, 255, 255, 0])
    }
}
