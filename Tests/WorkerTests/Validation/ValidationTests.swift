import Files
import Glibc
import Imaging
import Pictures
import TestSupport
import Testing
import Worker
import WorkerProtocol

@Suite("What the worker makes of annotations")
struct ValidationTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// An image and its annotation, as numpy writes them.
    private struct Pair {
        var image: String
        var annotation: String
        var labels: String?
        /// How tifffile stores the annotation.
        var photometric = "'minisblack'"
    }

    /// The answer to a job on such pairs, and the pages that were drawn.
    private func answer(
        _ classifier: String,
        _ pairs: [Pair],
        change: (inout ValidationJob) -> Void = { _ in }
    ) throws -> (reply: WorkerReply, pages: [[UInt8]]) {
        var job = ValidationJob(classifier: "c.cl", images: [])
        var descriptors = [open(try bench.write(Array(classifier.utf8), to: "c.cl"), O_RDONLY | O_CLOEXEC)]
        for (number, pair) in pairs.enumerated() {
            let names = ["image\(number).tif", "annotation\(number).tif", "labels\(number).tif"]
            // Without a photometric tifffile takes three planes for colours.
            for (expression, name) in zip([pair.image, pair.annotation, pair.labels], names) {
                guard let expression else { continue }
                let photometric = name == names[1] ? pair.photometric : "'minisblack'"
                let path = try bench.write("numpy.array(\(expression)), photometric=\(photometric)", to: name)
                descriptors.append(open(path, O_RDONLY | O_CLOEXEC))
            }
            job.images.append(
                AnnotatedImage(image: names[0], annotation: names[1], labels: pair.labels.map { _ in names[2] })
            )
        }
        change(&job)
        let pages = try pairs.indices.map { number in
            open(try bench.write([UInt8](), to: "page\(number)"), O_RDWR | O_CLOEXEC)
        }
        if job.drawsPages { descriptors += pages }
        defer { for descriptor in Set(descriptors + pages) { close(descriptor) } }
        let reply = bench.answer(.validate(job), descriptors: descriptors).reply
        return (reply, try pages.map { try FileCalls().read($0, first: 1 << 22) })
    }

    private func report(
        _ classifier: String,
        _ pairs: [Pair],
        change: (inout ValidationJob) -> Void = { _ in }
    ) throws -> ValidationReport {
        switch try answer(classifier, pairs, change: change).reply {
        case .validated(let report): return report
        case .failed(let failure): throw failure
        case let other: throw TestFailure("unexpected: \(other)")
        }
    }

    /// Class 2 from 100 on.
    private static let threshold = ThresholdClassifier.text(threshold: "100.0")

    @Test("classes are counted at annotated pixels, image by image, and by hand")
    func classes() throws {
        let report = try report(
            Self.threshold,
            [
                Pair(
                    image: "[[0, 150, 99], [100, 255, 7]], numpy.uint8",
                    annotation: "[[1, 2, 2], [2, 1, 0]], numpy.uint8"
                ),
                // As napari saves them; what is negative is nothing.
                Pair(image: "[[200, 0, 0]], numpy.uint8", annotation: "[[2, 1, -1]], numpy.int32"),
            ]
        )
        #expect(report.confusion == [[2, 1], [1, 3]])
        #expect(report.classes.map(\.right) == [2, 3] && report.accuracy == 5.0 / 7)
        // F1: 4 / 6 and 6 / 8.
        #expect(report.f1 == (4.0 / 6 + 6.0 / 8) / 2)
        #expect(report.images.map(\.samples) == [5, 2] && report.images.map(\.f1) == [(0.5 + 4.0 / 6) / 2, 1])
        // One tree: all probabilities are 1.
        #expect(report.calibration?.map(\.count) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
        #expect(report.calibrationError == 2.0 / 7 && report.brier == 4.0 / 7)
        #expect(report.warnings.isEmpty && report.objects == nil)
    }

    @Test("classes beyond the classifier's count as wrong, with a warning; an image without annotation is said")
    func beyond() throws {
        let report = try report(
            Self.threshold,
            [
                Pair(image: "[[0, 150]], numpy.uint8", annotation: "[[4, 2]], numpy.uint8"),
                Pair(image: "[[0, 150]], numpy.uint8", annotation: "[[0, 0]], numpy.uint8"),
            ]
        )
        #expect(report.confusion == [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]])
        #expect(report.f1 == 0.5 && report.images.map(\.f1) == [0.5, nil])
        #expect(report.warnings.contains { $0.contains("annotated as class 4") && $0.contains("2 classes") })
        #expect(report.warnings.contains("annotation1.tif: nothing is annotated"))
    }

    @Test("annotated numbers are the classes that training made of them, where that is known")
    func numbers() throws {
        let image = "[[0, 150, 99, 200]], numpy.uint8"
        let report = try report(Self.threshold, [Pair(image: image, annotation: "[[40, 300, 40, 5]], numpy.uint16")]) {
            ($0.classes, $0.classesSource) = ([40, 300], "c.samples")
        }
        #expect(report.confusion == [[2, 0, 0], [0, 1, 0], [0, 1, 0]])
        #expect(report.basis.contains("annotated 40 is class 1, 300 is class 2, as c.samples says"), "\(report.basis)")
        #expect(report.warnings.count == 1 && report.warnings[0].contains("1 samples are annotated with 5;"))
        let failure = #expect(throws: Failure.self) {
            try self.report(Self.threshold, [Pair(image: image, annotation: "[[1, 2, 1, 2]], numpy.uint8")]) {
                $0.classes = [1, 2, 3]
            }
        }
        #expect(failure?.kind == "classes_mismatch")
    }

    @Test(
        "numbers with gaps, or beyond the classes, are taken for classes with a word on it",
        arguments: ["[[1, 3, 1]]", "[[2, 2, 0]]", "[[1, 2, 3]]"]
    )
    func gaps(annotation: String) throws {
        let pair = Pair(image: "[[0, 150, 99]], numpy.uint8", annotation: "\(annotation), numpy.uint8")
        let warnings = try report(Self.threshold, [pair]).warnings
        #expect(
            warnings.contains {
                $0.contains("each was taken for the class of the same number") && $0.contains("--classes")
            },
            "\(warnings)"
        )
    }

    @Test("planes that are looped over are judged each, and objects of each matched by themselves")
    func planes() throws {
        let image = "[[[0, 200, 200, 0, 0]], [[200, 0, 0, 200, 0]], [[0, 0, 0, 0, 200]]], numpy.float32"
        let classes = try report(
            Self.threshold,
            [Pair(image: image, annotation: "[[[1, 2, 0, 0, 0]], [[0, 0, 1, 1, 0]], [[0, 0, 0, 0, 0]]], numpy.int32")]
        )
        #expect(classes.confusion == [[2, 1], [0, 1]])
        let objects = try #require(
            report(
                Self.threshold,
                [
                    Pair(
                        image: image,
                        annotation: "[[[0, 1, 1, 0, 0]], [[1, 1, 0, 0, 0]], [[0, 0, 0, 0, 0]]], numpy.int32"
                    )
                ]
            ) { $0.truth = .objects }.objects
        )
        #expect(objects.truth == 2 && objects.found == 4)
        let (half, rest) = (objects.matchings[0], objects.matchings.dropFirst())
        #expect(half.matched == 2 && half.missed == 0 && half.extra == 2 && half.overlap == 1.5)
        #expect(rest.allSatisfy { $0.matched == 1 && $0.missed == 1 && $0.extra == 3 })
        #expect(objects.overSegmented == 0 && objects.underSegmented == 0)
    }

    @Test("planes that tifffile took for colours are planes", arguments: [false, true])
    func colours(isOfFour: Bool) throws {
        let plane = "[[0, 200, 200, 0, 0]], [[200, 0, 0, 200, 0]], [[0, 0, 0, 0, 200]]"
        let objects = "[[0, 1, 1, 0, 0]], [[1, 0, 0, 2, 0]], [[0, 0, 0, 0, 1]]"
        let more = isOfFour ? ", [[0, 0, 0, 0, 0]]" : ""
        let found = try #require(
            report(
                Self.threshold,
                [
                    Pair(
                        image: "[\(plane)\(more)], numpy.uint8",
                        annotation: "[\(objects)\(more)], numpy.uint8",
                        photometric: "'rgb', planarconfig='separate'"
                            + (isOfFour ? ", extrasamples=['unassalpha']" : "")
                    )
                ]
            ) { $0.truth = .objects }.objects
        )
        #expect(found.truth == 4 && found.found == 4 && found.matchings.allSatisfy { $0.matched == 4 })
    }

    @Test("what real APOC labelled is found again, at every overlap")
    func golden() throws {
        let fixture = try GoldenFixture("nuclei_uint8")
        let labels = try "tifffile.imread('\(fixture.path("expected_labels.tif"))'), numpy.uint16"
        let image = try "tifffile.imread('\(fixture.path("input.tif"))')"
        let objects = try #require(
            report(fixture.classifierText(), [Pair(image: image, annotation: labels)]) {
                ($0.truth, $0.positiveClass) = (.objects, 2)
            }.objects
        )
        #expect(objects.truth > 5 && objects.found == objects.truth)
        #expect(objects.matchings.allSatisfy { $0.matched == objects.truth && $0.overlap == Double(objects.truth) })
    }

    @Test("classes of objects are judged object by object")
    func objectClasses() throws {
        let classifier = ThresholdClassifier.text(ofObjects: "ObjectClassifier", feature: "area", threshold: "2.5")
        let report = try report(
            classifier,
            [
                Pair(
                    image: "numpy.ones((1, 9)), numpy.uint8",
                    // Object 1 is small and annotated so; of two annotations of 2 the larger counts; 3 is small, 4 nothing.
                    annotation: "[[1, 0, 2, 1, 0, 0, 2, 0, 0]], numpy.uint8",
                    labels: "[[1, 0, 2, 2, 2, 0, 3, 0, 4]], numpy.uint16"
                )
            ]
        )
        #expect(report.confusion == [[1, 0], [1, 1]] && report.f1 == 2.0 / 3)
        // The larger number counts, and then its class: of 4 and 3 on one object it is 4, which was learnt as the first.
        let numbered = try self.report(
            classifier,
            [
                Pair(
                    image: "numpy.ones((1, 9)), numpy.uint8",
                    annotation: "[[4, 3, 0, 0, 0, 3, 0, 0, 0]], numpy.uint8",
                    labels: "[[1, 1, 0, 0, 0, 2, 2, 2, 0]], numpy.uint16"
                )
            ]
        ) { $0.classes = [4, 3] }
        #expect(numbered.confusion == [[1, 0], [0, 1]])
    }

    @Test("a page is drawn of the plane with most annotated, and carries our mark")
    func pages() throws {
        let image = "[[[0, 200]], [[200, 0]]], numpy.uint8"
        let drawn = try answer(
            Self.threshold,
            [
                Pair(image: image, annotation: "[[[1, 0]], [[2, 2]]], numpy.uint8"),
                Pair(image: image, annotation: "numpy.zeros((2, 1, 2)), numpy.uint8"),
            ]
        ) { $0.drawsPages = true }
        guard case .validated = drawn.reply else { throw TestFailure("unexpected: \(drawn.reply)") }
        #expect(PNGMark.isOurs(drawn.pages[0].prefix(256)))
        #expect(drawn.pages[1].isEmpty)
        // Class 2 is annotated in the second plane alone: there are more pixels of it than a legend has.
        let canvas = try PNGFile.decode(drawn.pages[0])
        let colour = ObjectColours.ofClass(2)
        let count = stride(from: 0, to: canvas.bytes.count, by: 3).count {
            canvas.bytes[$0] == colour.red && canvas.bytes[$0 + 1] == colour.green
                && canvas.bytes[$0 + 2] == colour.blue
        }
        #expect(count > 50_000, "\(count)")
    }

    /// What cannot be compared, and a piece of what is said of it.
    private struct Refused {
        var classifier = threshold
        var annotation = "[[1, 1]], numpy.uint8"
        var truth = ValidationJob.Truth.classes
        var positiveClass: Int?
        var objectThreshold: Double?
        let words: String
    }

    private static let ofPixels = threshold.replacing("ObjectSegmenter", with: "PixelClassifier")
        .replacing("positive_class_identifier = 2\n", with: "")

    private static func ofObjects(_ kind: String) -> String {
        ThresholdClassifier.text(ofObjects: kind, feature: "area", threshold: "2.0")
    }

    private static let refused = [
        Refused(annotation: "[[1, 2, 0]], numpy.uint8", words: "3 × 1"),
        Refused(annotation: "[[0.5, 1]], numpy.float32", words: "0.5 at x = 0"),
        Refused(annotation: "[[0.5, 1]], numpy.float32", truth: .objects, words: "no labels"),
        Refused(annotation: "[[0, 0]], numpy.uint8", words: "nothing is annotated"),
        Refused(annotation: "[[0, 0]], numpy.uint8", truth: .objects, words: "nothing is annotated"),
        Refused(annotation: "[[300, 1]], numpy.uint16", words: "class 300"),
        Refused(classifier: ofPixels, truth: .objects, words: "makes no objects"),
        Refused(classifier: ofPixels, truth: .objects, positiveClass: 3, words: "has 2 classes, and no class 3"),
        Refused(classifier: ofPixels, truth: .objects, positiveClass: 2, objectThreshold: 0.5, words: "gives classes"),
        Refused(truth: .objects, positiveClass: 1, words: "makes objects of class 2"),
        Refused(classifier: ofObjects("ObjectClassifier"), words: "needs the objects"),
        Refused(classifier: ofObjects("ObjectClassifier"), truth: .objects, words: "finds no objects"),
        Refused(classifier: ofObjects("TableRowClassifier"), words: "not validated"),
        Refused(classifier: "/* no classifier */", words: "c.cl"),
    ]

    @Test("what cannot be compared is refused by name, with a remedy", arguments: refused.indices)
    func refusals(index: Int) throws {
        let one = Self.refused[index]
        let pair = Pair(image: "[[0, 200]], numpy.uint8", annotation: one.annotation)
        let reply = try answer(one.classifier, [pair]) {
            ($0.truth, $0.positiveClass, $0.threshold) = (one.truth, one.positiveClass, one.objectThreshold)
        }.reply
        guard case .failed(let failure) = reply else { throw TestFailure("not refused: \(reply)") }
        #expect(failure.message.contains(one.words), "\(failure)")
        #expect(!failure.remedy.isEmpty && failure.kind != "internal")
    }
}
