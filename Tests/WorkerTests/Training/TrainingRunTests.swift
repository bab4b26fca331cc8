import Imaging
import TestSupport
import Testing
import Training
import WorkerProtocol

@Suite("Training")
struct TrainingRunTests {
    @Test(
        "refuses annotations that are none, with the reason",
        arguments: [
            ("a[5, 7] = 1; a = a * 1.5", "annotation_invalid", "value 1.5 at x = 7, y = 5"),
            ("a[:] = 0", "annotation_empty", "no value above 0"),
            ("a = a.astype('i2') - 3", "annotation_empty", "no value above 0"),
            ("a = a[:70]; a[5, 7] = 1", "annotation_mismatch", "90 × 70 pixels, but its image x.tif has 90 × 80"),
            ("a[5] = 1; a = numpy.stack([a, a, a], -1)", "annotation_mismatch", "3 channels"),
            ("a[5] = 1; i = numpy.stack([i] * 5)", "annotation_mismatch", "in 5 planes"),
            ("a = numpy.arange(7200, dtype='u2').reshape(80, 90)", "annotation_invalid", "7199 different numbers"),
            ("a[5, 7] = 1; a = numpy.where(a == 1, numpy.inf, 0)", "annotation_invalid", "inf"),
        ]
    )
    func badAnnotations(annotation: String, kind: String, words: String) throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("x.tif", seed: 1, annotation: annotation)
        let failure = #expect(throws: Failure.self) { try bench.train(.pixels(["x.tif"]), paths) }
        #expect(failure?.kind == kind)
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    }

    @Test("takes whole numbers of any type, and drops negative ones", arguments: ["i4", "i8", "f4", "f8", "u4"])
    func types(type: String) throws {
        let bench = try TrainingBench()
        let draw = "a[5:12, 5:30] = 1; a[40:44, 20:60] = 7"
        let plain = try bench.train(.pixels(["x.tif"]), try bench.pair("x.tif", seed: 1, annotation: draw))
        let negative = type == "u4" ? "" : "; a[60] = -3"
        let other = try bench.pair("x.tif", seed: 1, annotation: "\(draw); a = a.astype('\(type)')\(negative)")
        let trained = try bench.train(.pixels(["x.tif"]), other)
        #expect(trained.classifier == plain.classifier)
        #expect(trained.report.classes.map(\.annotation) == [1, 7])
        #expect(trained.report.classes.map(\.trained) == [175, 160])
    }

    @Test("of a single class is done, with a warning")
    func singleClass() throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("x.tif", seed: 1, annotation: "a[5] = 1")
        let trained = try bench.train(.pixels(["x.tif"]), paths)
        #expect(trained.report.warnings.contains { $0.contains("only class 1 is annotated") })
        #expect(trained.report.facts.classes == 1)
    }

    @Test("continued equals one training on everything")
    func continued() throws {
        let bench = try TrainingBench()
        let first = try bench.pair("a.tif", seed: 1)
        let second = try bench.pair("b.tif", seed: 2, size: (64, 70), annotation: "a[5:9] = 3; a[20:22] = 1")
        let all = try bench.train(.pixels(["a.tif", "b.tif"]), first + second)
        let begun = try bench.train(.pixels(["a.tif"]), first)
        let ended = try bench.train(.pixels(["b.tif"]), second, earlier: begun.samples)
        #expect(ended.classifier == all.classifier)
        #expect(ended.samples == all.samples)
        #expect(begun.classifier != all.classifier)
        // Of another kind of features nothing is added.
        let failure = #expect(throws: Failure.self) {
            try bench.train(.pixels(["b.tif"], features: "original"), second, earlier: begun.samples)
        }
        #expect(failure?.kind == "samples_mismatch")
    }

    @Test("with what replaces an image equals one from the images as they are, in the order of their names")
    func replaced() throws {
        let bench = try TrainingBench()
        let (one, other) = (try bench.pair("a.tif", seed: 1), try bench.pair("b.tif", seed: 2))
        let begun = try bench.train(.pixels(["b.tif"]), other)
        var job = TrainingJob.pixels(["a.tif"])
        job.replaces = true
        let added = try bench.train(job, one, earlier: begun.samples)
        #expect(added.classifier == (try bench.train(.pixels(["a.tif", "b.tif"]), one + other).classifier))
        let redrawn = try bench.pair("b.tif", seed: 2, annotation: "a[5:9] = 1; a[20:22] = 2")
        job.images = TrainingJob.pixels(["b.tif"]).images
        let replaced = try bench.train(job, redrawn, earlier: added.samples)
        #expect(replaced.classifier == (try bench.train(.pixels(["a.tif", "b.tif"]), one + redrawn).classifier))
        #expect(replaced.report.images == ["a.tif", "b.tif"])
    }

    @Test("judged in folds writes the same file")
    func folds() throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("a.tif", seed: 1)
        let plain = try bench.train(.pixels(["a.tif"]), paths)
        var job = TrainingJob.pixels(["a.tif"])
        job.holdBack = .folds(2)
        let judged = try bench.train(job, paths)
        #expect(judged.classifier == plain.classifier)
        #expect(judged.samples == plain.samples)
        let scores = try #require(judged.report.scores)
        #expect(scores.classes.map(\.truth) == plain.report.classes.map(\.trained))
        #expect(plain.report.scores == nil)
    }

    @Test("learns nothing from what is held back, now or ever")
    func heldBack() throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("a.tif", seed: 1)
        var job = TrainingJob.pixels(["a.tif"])
        job.holdBack = .share(0.4)
        let trained = try bench.train(job, paths)
        let block = try bench.book(trained.samples).blocks[0]
        #expect(trained.report.classes.map(\.test).reduce(0, +) == block.isTest.count { $0 })
        #expect(trained.report.scores?.classes.map(\.truth) == trained.report.classes.map(\.test))
        // The same annotation without what is held back.
        let rest = zip(block.places, block.isTest).filter { !$0.1 }.map { "\($0.0)" }.joined(separator: ",")
        let erased = try bench.pair(
            "b.tif",
            seed: 1,
            annotation: "a[5:12, 5:30] = 1; a[40:44, 20:60] = 2; a[60:70, 70:75] = 1; a[20:23, 50:80] = 2; "
                + "k = numpy.zeros(a.size, bool); k[[\(rest)]] = True; a[~k.reshape(a.shape)] = 0"
        )
        #expect(trained.classifier == (try bench.train(.pixels(["b.tif"]), erased).classifier))
        // Continued without a share, it stays.
        let more = try bench.pair("c.tif", seed: 2)
        let ended = try bench.train(.pixels(["c.tif"]), more, earlier: trained.samples)
        #expect(ended.report.classes.map(\.test) == trained.report.classes.map(\.test))
        #expect(ended.report.scores?.images.map(\.name) == ["a.tif"])
    }

    @Test(
        "refuses features that nobody can compute, or write",
        arguments: ["no_such=1", "blur", "original\n*/", "original */", "gaussian_blur=x"]
    )
    func features(text: String) throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("a.tif", seed: 1)
        let failure = #expect(throws: Failure.self) { try bench.train(.pixels(["a.tif"], features: text), paths) }
        #expect(failure?.kind == "features_refused")
    }

    @Test("takes one of several images without a drawing for what it is")
    func emptyOne() throws {
        let bench = try TrainingBench()
        let (one, empty) = (try bench.pair("a.tif", seed: 1), try bench.pair("b.tif", seed: 2, annotation: "a[:] = 0"))
        let alone = try bench.train(.pixels(["a.tif"]), one)
        let both = try bench.train(.pixels(["a.tif", "b.tif"]), one + empty)
        #expect(both.classifier == alone.classifier)
        #expect(both.report.warnings.contains { $0.contains("annotation of b.tif annotates nothing") })
        // Alone it adds nothing to earlier samples, which is no training.
        #expect(throws: Failure.self) { try bench.train(.pixels(["b.tif"]), empty, earlier: both.samples) }
    }

    @Test("does not take an empty drawing in place of an earlier one, also beside good ones")
    func emptiedOne() throws {
        let bench = try TrainingBench()
        let (one, drawn) = (try bench.pair("a.tif", seed: 1), try bench.pair("b.tif", seed: 2))
        let whole = try bench.train(.pixels(["a.tif", "b.tif"]), one + drawn)
        let empty = try bench.pair("b.tif", seed: 2, annotation: "a[:] = 0")
        for (names, paths) in [(["b.tif"], empty), (["a.tif", "b.tif"], one + empty)] {
            var job = TrainingJob.pixels(names)
            job.replaces = true
            let failure = #expect(throws: Failure.self) { try bench.train(job, paths, earlier: whole.samples) }
            #expect(failure?.kind == "annotation_empty" && failure?.message.contains("b.tif") == true)
        }
    }

    @Test("without an image's samples equals one that never had them")
    func withoutOne() throws {
        let bench = try TrainingBench()
        let (one, other) = (try bench.pair("a.tif", seed: 1), try bench.pair("b.tif", seed: 2))
        let both = try bench.train(.pixels(["a.tif", "b.tif"]), one + other)
        var job = TrainingJob.pixels([])
        (job.replaces, job.forgets) = (true, ["a.tif"])
        let rest = try bench.train(job, [], earlier: both.samples)
        #expect(rest.classifier == (try bench.train(.pixels(["b.tif"]), other).classifier))
        job.forgets = ["a.tif", "b.tif"]
        let failure = #expect(throws: Failure.self) { try bench.train(job, [], earlier: both.samples) }
        #expect(failure?.kind == "annotation_empty")
    }

    @Test("keeps what was decided of annotations that went, and of other features")
    func forgotten() throws {
        let bench = try TrainingBench()
        let (one, other) = (try bench.pair("a.tif", seed: 1), try bench.pair("b.tif", seed: 2))
        var job = TrainingJob.pixels(["a.tif", "b.tif"])
        job.holdBack = .share(0.4)
        let begun = try bench.train(job, one + other)
        // The annotation of b goes, and the features change; then it comes back.
        var rest = TrainingJob.pixels(["a.tif"], features: "gaussian_blur=1")
        (rest.holdBack, rest.replaces, rest.takesDecisionsOnly) = (.share(0.4), true, true)
        let alone = try bench.train(rest, one, earlier: begun.samples)
        #expect(alone.report.images == ["a.tif"])
        var again = TrainingJob.pixels(["b.tif"], features: "gaussian_blur=1")
        (again.holdBack, again.replaces) = (.share(0.9), true)
        let ended = try bench.train(again, other, earlier: alone.samples)
        let (before, after) = (try bench.book(begun.samples), try bench.book(ended.samples))
        #expect(before.blocks.map(\.isTest) == after.blocks.map(\.isTest))
        #expect(before.blocks[1].isTest.contains(true))
    }

    @Test("judges the classifier in force on the same samples, from their columns or from the images")
    func inForce() throws {
        let bench = try TrainingBench()
        let paths = try bench.pair("a.tif", seed: 1)
        let old = try bench.train(.pixels(["a.tif"], features: "sobel_of_gaussian_blur=2 original"), paths)
        var job = TrainingJob.pixels(["a.tif"])
        job.holdBack = .share(0.4)
        let fromColumns = try bench.train(job, paths, inForce: old.classifier)
        let scores = try #require(fromColumns.report.scoresInForce)
        #expect(scores.classes.map(\.truth) == fromColumns.report.scores?.classes.map(\.truth))
        job.features = "gaussian_blur=1"
        let fromImages = try bench.train(job, paths, inForce: old.classifier)
        #expect(fromImages.report.scoresInForce == scores)
        let same = try bench.train(job, paths, inForce: fromImages.classifier)
        #expect(same.report.scoresInForce == same.report.scores)
        // Without the image nothing is made up.
        var later = TrainingJob.pixels(["b.tif"], features: "gaussian_blur=1")
        later.holdBack = .share(0.4)
        let more = try bench.pair("b.tif", seed: 2)
        let continued = try bench.train(later, more, earlier: fromImages.samples, inForce: old.classifier)
        #expect(continued.report.scoresInForce == nil)
        #expect(continued.report.notComparable?.contains("1 held-back image(s)") == true)
    }

    @Test("does not compare classes that were annotated with other numbers, which would be others")
    func otherNumbers() throws {
        let bench = try TrainingBench()
        let shifted = try bench.pair("a.tif", seed: 1, annotation: "a[5:12, 5:30] = 2; a[40:44, 20:60] = 3")
        let old = try bench.train(.pixels(["a.tif"]), shifted)
        // As its samples say.
        var job = TrainingJob.pixels(["b.tif"])
        job.holdBack = .share(0.4)
        let paths = try bench.pair("b.tif", seed: 2)
        let samples = try bench.train(job, paths, earlier: old.samples, inForce: old.classifier)
        #expect(samples.report.scoresInForce == nil)
        let words = try #require(samples.report.notComparable)
        #expect(words.contains("annotated with 2, 3") && words.contains("with 1, 2, 3"), "\(words)")
        // Or as it is known of it; a class that came later makes no other of those before.
        job.classesInForce = [1, 3]
        #expect(try bench.train(job, paths, inForce: old.classifier).report.notComparable?.contains("1, 3") == true)
        for same in [[1], [1, 2], [1, 2, 3]] {
            job.classesInForce = same
            #expect(try bench.train(job, paths, inForce: old.classifier).report.scoresInForce != nil)
        }
    }

    @Test("refuses a feature that is no number, by its name and place")
    func featureWithoutNumber() throws {
        let bench = try TrainingBench()
        let paths = try bench.pair(
            "x.tif",
            seed: 1,
            annotation: "a[5, 5] = 1; a[7, 9] = 2; i = i.astype('f4'); i[7, 9] = numpy.nan"
        )
        let failure = #expect(throws: Failure.self) { try bench.train(.pixels(["x.tif"]), paths) }
        #expect(failure?.kind == "feature_invalid")
        #expect(failure?.message.contains("original is nan at x = 9, y = 7") == true, "\(failure?.message ?? "")")
    }

    @Test("takes a stack for a volume, or slice by slice where that is asked for")
    func stacks() throws {
        let bench = try TrainingBench()
        let draw =
            "a[5:12, 5:30] = 1; a[40:44, 20:60] = 2; a = numpy.stack([a, a * 0, a, a * 0, a * 0]); i = numpy.stack([i, i + 50, i, i, i])"
        let paths = try bench.pair("x.tif", seed: 1, annotation: draw)
        var job = TrainingJob.pixels(["x.tif"], features: "gaussian_blur=1")
        #expect(try bench.train(job, paths).report.facts.dimensions == 3)
        job.dimensions = 2
        let planes = try bench.train(job, paths)
        #expect(planes.report.facts.dimensions == 2)
        // Each slice by itself is the same plane, annotated twice.
        let plane = try bench.pair("y.tif", seed: 1, annotation: "a[5:12, 5:30] = 1; a[40:44, 20:60] = 2")
        let twice = try bench.train(.pixels(["y.tif", "y.tif"], features: "gaussian_blur=1"), plane + plane)
        #expect(planes.classifier == twice.classifier)
        // Stacks and planes are not mixed.
        job.dimensions = nil
        job.images += TrainingJob.pixels(["y.tif"]).images
        let failure = #expect(throws: Failure.self) { try bench.train(job, paths + plane) }
        #expect(failure?.kind == "dimensions_mismatch")
    }
}
