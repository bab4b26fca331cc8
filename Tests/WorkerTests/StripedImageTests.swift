import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Planes that go by strips of rows")
struct StripedImageTests {
    private static let all: [OutputKind] = [.mask, .labels, .classes, .probabilities, .uncertainty, .objects]

    @Test(
        "leave the files that whole planes leave, by every classifier and in strips of any height",
        arguments: [
            "nuclei_uint16", "bright_uint16", "nuclei_float32", "nuclei_uint8", "nuclei_none", "tissue", "two_channels",
            "time_and_slices", "nuclei_probability",
        ]
    )
    func golden(name: String) throws {
        let fixture = try GoldenFixture(name)
        let bench = try StripBench()
        let isMapper = fixture.golden.kind == "ProbabilityMapper"
        func result(_ rows: Int?) throws -> StripBench.Result {
            try bench.result(
                fixture.path("input.tif"),
                classifier: fixture.classifierText(),
                foreground: isMapper ? .threshold(0.4) : .positiveClass(2),
                axes: name == "two_channels" ? "CYX" : nil,
                outputs: Self.all.filter { !isMapper || $0 != .classes },
                rows: rows
            )
        }
        let whole = try result(nil)
        for rows in [1, 3, 16, 41, 500] {
            let isSame = try result(rows) == whole
            #expect(isSame, "strips of \(rows) rows")
        }
        #expect(whole.report.quality?.doubt?.pixels ?? 0 > 10)
    }

    @Test(
        "are read from strips, tiles, planes of samples and big-endian pixels",
        arguments: [
            "rowsperstrip=7", "rowsperstrip=16, compression='zlib'", "tile=(32, 48)",
            "tile=(16, 16), compression='zlib'",
            "byteorder='>'", "bigtiff=True, rowsperstrip=1",
        ],
        ["uint8", "uint16", "float32"]
    )
    func layouts(layout: String, type: String) throws {
        let bench = try StripBench()
        let path = try bench.write(
            "numpy.random.default_rng(5).integers(0, 40, (3, 110, 97)).astype('\(type)'), \(layout), imagej=False, "
                + "photometric='minisblack', metadata={'axes': 'TYX'}"
        )
        let classifier = RandomClassifier.text(seed: 2, probabilityOf: nil)
        let whole = try bench.result(path, classifier: classifier, outputs: Self.all)
        for rows in [5, 16, 33] {
            let isSame = try bench.result(path, classifier: classifier, outputs: Self.all, rows: rows) == whole
            #expect(isSame, "strips of \(rows) rows")
        }
        #expect(whole.report.planes.allSatisfy { $0.objects ?? 0 > 100 })
    }

    @Test(
        "have objects that wind through all strips, touch at corners, and lie at the border",
        arguments: [
            // A spiral, a comb whose teeth meet in the last row, diagonals, a checkerboard, and nothing.
            "numpy.where((numpy.hypot(*(numpy.indices((90, 81)) - 40)) + numpy.arctan2(*(numpy.indices((90, 81)) - 40)) "
                + "* 7 / numpy.pi) % 14 < 8, 90, 0)",
            "numpy.where((numpy.indices((90, 81))[1] % 2 == 0) | (numpy.indices((90, 81))[0] == 89), 90, 0)",
            "numpy.where(numpy.indices((90, 81)).sum(0) % 3 == 0, 90, 0)",
            "numpy.where(numpy.indices((90, 81)).sum(0) % 2 == 0, 90, 0)", "numpy.zeros((90, 81))",
            "numpy.full((90, 81), 90)",
        ]
    )
    func shapes(expression: String) throws {
        let bench = try StripBench()
        let path = try bench.write("(\(expression)).astype('uint8')")
        let classifier = ThresholdClassifier.text(threshold: "50.0")
        let chains: [[RecipeStep]] = [
            [.connectComponents], [.connectEachClass(background: 1)], [.connectEachClass(background: 0)],
            [.connectComponents, .dropBorderObjects],
            [.connectComponents, .keepSizes(least: 2, most: 400, unit: .pixels), .dropBorderObjects],
            [.connectComponents, .keepSizes(least: 9000, most: nil, unit: .pixels)],
        ]
        for steps in chains {
            let outputs: [OutputKind] = [.mask, .labels, .classes, .objects]
            func result(_ rows: Int?) throws -> StripBench.Result {
                try bench.result(path, classifier: classifier, steps: steps, outputs: outputs, rows: rows)
            }
            let whole = try result(nil)
            for rows in [1, 2, 13, 89] {
                let isSame = try result(rows) == whole
                #expect(isSame, "\(steps), strips of \(rows) rows")
            }
        }
    }

    @Test("widen a label image that is begun", arguments: [50, 364])
    func widened(rows: Int) throws {
        let bench = try StripBench()
        let board = "numpy.indices((364, 364)).sum(0) % 2 * 100"
        let path = try bench.write(
            "numpy.stack([\(board) * numpy.eye(364), \(board), numpy.eye(364) * 100]).astype('uint8'), imagej=True, "
                + "metadata={'axes': 'TYX'}"
        )
        let classifier = ThresholdClassifier.text(threshold: "50.0")
        for type in [LabelType.auto, .uint32] {
            let outputs: [OutputKind] = [.labels, .objects]
            let striped = try bench.result(
                path,
                classifier: classifier,
                labelType: type,
                outputs: outputs,
                rows: rows
            )
            let whole = try bench.result(path, classifier: classifier, labelType: .uint32, outputs: outputs)
            let isSame = striped == whole
            #expect(isSame)
            #expect(striped.report.outputs[0].form?.pixelType == .uint32)
        }
        let failure = try #require(throws: Failure.self) {
            try bench.result(path, classifier: classifier, labelType: .uint16, outputs: [.labels], rows: rows)
        }
        #expect(failure.kind == "too_many_objects")
    }

    @Test("are taken so where the memory does not suffice for a whole one, and only there")
    func memory() throws {
        let bench = try StripBench()
        let path = try bench.write("numpy.random.default_rng(1).integers(0, 99, (1800, 2600)).astype('float32') / 3")
        let classifier = ThresholdClassifier.text(threshold: "20.0", feature: "gaussian_blur=2")
        func result(_ outputs: [OutputKind], _ megabytes: Int?) throws -> StripBench.Result {
            let memory = megabytes.map { $0 << 20 }
            return try bench.result(path, classifier: classifier, outputs: outputs, memory: memory)
        }
        let whole = try result([.mask, .labels, .objects], nil)
        #expect(whole.report.planes[0].objects ?? 0 > 100)
        let isSame = try result([.mask, .labels, .objects], 300) == whole
        #expect(isSame)
        // Whole planes have pictures, and strips have none.
        _ = try result([.overlay], 600)
        let failure = try #require(throws: Failure.self) { try result([.labels, .overlay], 300) }
        #expect(failure.kind == "image_too_large" && failure.message.contains("the worker may use 0.4 GB"))
        #expect(failure.message.contains("the output overlay needs the plane as a whole"), "\(failure)")
        let tooLittle = try #require(throws: Failure.self) { try result([.labels], 220) }
        #expect(tooLittle.message.contains("by strips of rows it would need about 0.3 GB"), "\(tooLittle)")
    }

    @Test("are refused with the names of all that needs whole planes")
    func refused() throws {
        let bench = try StripBench()
        let path = try bench.write("numpy.zeros((3, 20, 20), 'uint8'), imagej=True, metadata={'axes': 'ZYX'}")
        func message(
            feature: String = "original",
            dimensions: Int = 2,
            _ steps: [RecipeStep] = [],
            _ groups: [MeasurementGroup]? = nil,
            _ outputs: [OutputKind] = [.labels]
        ) throws -> String {
            let failure = try #require(throws: Failure.self) {
                try bench.result(
                    path,
                    classifier: ThresholdClassifier.text(threshold: "5.0", feature: feature, dimensions: dimensions),
                    steps: [.connectComponents] + steps,
                    measurements: groups,
                    outputs: outputs,
                    rows: 5
                )
            }
            #expect(failure.kind == "image_too_large")
            return failure.message
        }
        let end = "the plane as a whole"
        #expect(try message(feature: "gamma_correction=0.5").contains("the feature gamma_correction=0.5 needs \(end)"))
        #expect(try message(dimensions: 3).contains("the volume"))
        #expect(
            try message([.fillHoles, .splitTouching(smoothing: 1)])
                .contains("the steps fill_holes and split_touching need \(end)")
        )
        let threshold = try ProbabilityThreshold(threshold: 0.5, classNumber: 2)
        #expect(try message([.thresholdProbabilities(threshold)]).contains("the step threshold needs \(end)"))
        #expect(
            try message([.fillHoles], [.shape, .intensity], [.objects, .overlay, .coco]).contains(
                "the step fill_holes, the outputs overlay and coco and the measurements shape and intensity need \(end)"
            )
        )
    }
}
