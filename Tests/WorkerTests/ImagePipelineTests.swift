import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("One image end to end in the worker, against real APOC")
struct ImagePipelineTests {
    @Test("every plane of a time-lapse z-stack is segmented by itself, and the labels restart in each")
    func timeAndSlices() throws {
        let fixture = try GoldenFixture("time_and_slices")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.mask, .labels, .classes, .objects],
            positiveClass: 2
        )
        let expected = try fixture.array("expected_labels.tif")
        let found = try bench.array(.labels)
        #expect(expected.shape == [2, 3, 72, 80])
        #expect(found.shape == expected.shape)
        #expect(found.integers == expected.integers)
        #expect(try bench.array(.classes).integers == fixture.array("expected_classes.tif").integers)
        #expect(try bench.array(.mask).integers == expected.integers.map { $0 == 0 ? 0 : 255 })
        #expect(try bench.description(.labels) == "TZYX uint16 1 segmentd")
        #expect(try bench.description(.mask) == "TZYX uint8 1 segmentd")
        #expect(try bench.description(.classes) == "TZYX uint8 1 segmentd")
        #expect(report.layout.shape == ImageShape(frames: 2, slices: 3, size: ImageSize(width: 80, height: 72)))

        let rows = try bench.table()
        var next = 0
        for frame in 0..<2 {
            for slice in 0..<3 {
                let labels = expected[frame][slice].integers
                let count = labels.max() ?? 0
                let plane = report.planes[frame * 3 + slice]
                #expect((plane.frame, plane.z, plane.objects) == (frame, slice, count))
                let share = Double(labels.count { $0 != 0 }) / Double(labels.count)
                #expect(plane.foregroundShare.map { abs($0 - share) <= share * 5e-5 } == true)
                for label in 1..<count + 1 {
                    let area = Double(labels.count { $0 == label })
                    #expect(Array(rows[next].prefix(4)) == [Double(frame), Double(slice), Double(label), area])
                    next += 1
                }
            }
        }
        #expect(next == rows.count)
        #expect(rows.count > 6)
    }

    @Test("the report names what was read and what was written, by size and digest")
    func report() throws {
        let fixture = try GoldenFixture("nuclei_uint8")
        let bench = try Workbench()
        let outputs: [OutputKind] = [.objects, .labels, .mask]
        let answer = try bench.segment(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: outputs,
            positiveClass: 2
        )
        guard case .finished(let report) = answer.reply else {
            Issue.record("\(answer.reply)")
            return
        }
        #expect(answer.beats > 0)
        #expect(report.imageSHA256 == fixture.golden.files["input.tif"]?.sha256)
        for (kind, output) in zip(outputs.inOrder, report.outputs) {
            let script = "import hashlib, sys; b = open(sys.argv[1], 'rb').read(); "
            let line = try GoldenArray.output(
                of: script + "print(len(b), hashlib.sha256(b).hexdigest(), end='')",
                arguments: [bench.path(kind)]
            )
            #expect("\(output.bytes) \(output.sha256)" == String(decoding: line, as: UTF8.self))
        }
        #expect(report.outputs.count == 3)
        #expect(["gpu", "cpu", "host"].contains(report.engine.engine.kind))
        #expect(try bench.array(.labels).integers == fixture.array("expected_labels.tif").integers)
    }

    @Test("a PixelClassifier gives classes, and probabilities that agree with them")
    func probabilities() throws {
        let fixture = try GoldenFixture("tissue")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.probabilities, .classes]
        )
        let classes = try bench.array(.classes)
        #expect(classes.integers == (try fixture.array("expected_classes.tif").integers))
        let probabilities = try bench.array(.probabilities)
        #expect(probabilities.shape == [3, 54, 58])
        #expect(try bench.description(.probabilities) == "CYX float32 1 segmentd")
        #expect(try bench.description(.classes) == "YX uint8 1 segmentd")
        let planes = (0..<3).map { probabilities[$0].floats }
        var wrong = 0
        for (pixel, number) in classes.integers.enumerated() {
            let shares = planes.map { $0[pixel] }
            let isShare = shares.allSatisfy { (0...1).contains($0) } && abs(shares.reduce(0, +) - 1) < 1e-5
            if !isShare || shares[number - 1] != shares.max() { wrong += 1 }
        }
        #expect(wrong == 0)
        // No class was singled out: there is nothing to count.
        #expect(report.planes.count == 1)
        #expect(report.planes[0].objects == nil)
        #expect(report.planes[0].foregroundShare == nil)
    }

    @Test("an ObjectSegmenter whose file names no class takes the recipe's, or 2 as in APOC", arguments: [nil, 1, 2])
    func openClass(wanted: Int?) throws {
        let fixture = try GoldenFixture("nuclei_uint16")
        let bench = try Workbench()
        let text = try fixture.classifierText().replacing("positive_class_identifier = 2\n", with: "")
        #expect(!text.contains("positive_class_identifier"))
        _ = try bench.report(fixture.path("input.tif"), classifier: text, outputs: [.mask], positiveClass: wanted)
        let classes = try fixture.array("expected_classes.tif").integers
        #expect(try bench.array(.mask).integers == classes.map { $0 == wanted ?? 2 ? 255 : 0 })
    }

    @Test("the recipe's class counts for a PixelClassifier, whatever line of an ObjectSegmenter its file holds")
    func strayClass() throws {
        let fixture = try GoldenFixture("tissue")
        let bench = try Workbench()
        let text = try fixture.classifierText()
            .replacing("num_classes = 3\n", with: "num_classes = 3\npositive_class_identifier = 2\n")
        #expect(text.contains("positive_class_identifier"))
        _ = try bench.report(fixture.path("input.tif"), classifier: text, outputs: [.mask], positiveClass: 3)
        let classes = try fixture.array("expected_classes.tif").integers
        #expect(try bench.array(.mask).integers == classes.map { $0 == 3 ? 255 : 0 })
    }

    @Test("a classifier of two channels reads both; the outputs have no channel axis")
    func twoChannels() throws {
        let fixture = try GoldenFixture("two_channels")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.classes, .mask, .labels, .objects],
            positiveClass: 2
        )
        let expected = try fixture.array("expected_classes.tif").integers
        #expect(try bench.array(.classes).integers == expected)
        #expect(try bench.array(.mask).integers == expected.map { $0 == 2 ? 255 : 0 })
        let labels = FloodFill.labels(expected.map { $0 == 2 }, width: 60)
        #expect(try bench.array(.labels).integers == labels)
        #expect(report.layout.axes == "CYX")
        #expect(try bench.description(.labels) == "YX uint16 1 segmentd")

        // The means of both channels stand in the table, as numpy computes them.
        let input = try fixture.array("input.tif")
        let rows = try bench.table()
        #expect(rows.count == labels.max())
        for row in rows {
            let pixels = labels.indices.filter { labels[$0] == Int(row[2]) }
            for channel in 0..<2 {
                let values = input[channel].integers
                let mean = Double(pixels.reduce(0) { $0 + values[$1] }) / Double(pixels.count)
                #expect(row.contains { abs($0 - mean) < 1e-9 * mean })
            }
        }
    }

    @Test(
        "a probability map is APOC's, and a threshold turns it into mask and objects",
        arguments: [0.5, 0.9] as [Float]
    )
    func probabilityMapper(threshold: Float) throws {
        let fixture = try GoldenFixture("nuclei_probability")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.probabilities, .mask, .labels, .objects],
            threshold: threshold
        )
        let expected = try fixture.array("expected_probability.tif").floats
        let found = try bench.array(.probabilities)
        #expect(found.shape == [80, 96])
        #expect(found.floats.map(\.bitPattern) == expected.map(\.bitPattern))
        let mask = expected.map { $0 >= threshold }
        #expect(mask.contains(true) && mask.contains(false))
        #expect(try bench.array(.mask).integers == mask.map { $0 ? 255 : 0 })
        let labels = FloodFill.labels(mask, width: 96)
        #expect(try bench.array(.labels).integers == labels)
        #expect(report.planes.map(\.objects) == [labels.max()])
        #expect(try bench.table().count == labels.max())
    }

    @Test("without a threshold a ProbabilityMapper gives its map alone")
    func probabilityAlone() throws {
        let fixture = try GoldenFixture("nuclei_probability")
        let bench = try Workbench()
        let report = try bench.report(
            fixture.path("input.tif"),
            classifier: fixture.classifierText(),
            outputs: [.probabilities]
        )
        #expect(try bench.array(.probabilities).count == 80 * 96)
        #expect(report.planes[0].foregroundShare == nil)
    }
}
