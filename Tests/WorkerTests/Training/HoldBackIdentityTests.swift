import Imaging
import TestSupport
import Testing
import Training
import WorkerProtocol

/// What was learnt from is known again, so that it never judges.
@Suite("What is held back is known again")
struct HoldBackIdentityTests {
    /// An image, objects in a grid, and annotations of all of them; `change` is what numpy makes of the labels `l`.
    private func objects(_ bench: TrainingBench, _ change: String = "l") throws -> [String] {
        let paths = try ["i.tif", "a.tif", "l.tif"].map { try bench.bench.write([], to: $0) }
        let script = """
            import numpy, sys, tifffile
            y, x = numpy.mgrid[:80, :120]; n = (y // 10 * 12 + x // 10 + 1) * ((y % 10 < 7) & (x % 10 < 3 + y // 10 % 5))
            i = (numpy.random.default_rng(3).normal(300, 40, y.shape) + 9 * n).astype('u2'); l = n.astype('u2')
            a = (l > 0) * (1 + (l > 48)).astype('u1'); l = \(change)
            [tifffile.imwrite(p, v) for p, v in zip(sys.argv[1:], (i, a, l))]
            """
        _ = try GoldenArray.output(of: script, arguments: paths)
        return paths
    }

    private static func job(_ share: Double?) -> TrainingJob {
        var job = TrainingJob(kind: .objectClassifier, features: "area mean_intensity")
        job.trees = 10
        job.images = [AnnotatedImage(image: "i.tif", annotation: "a.tif", labels: "l.tif")]
        job.holdBack = share.map { .share($0) }
        return job
    }

    @Test(
        "an object keeps its part when labels are numbered anew or grow",
        arguments: ["numpy.where(l > 0, 97 - l.astype('i4'), 0).astype('u2')", "numpy.maximum(l, numpy.roll(l, 1, 0))"]
    )
    func relabelled(change: String) throws {
        let bench = try TrainingBench()
        let first = try bench.train(Self.job(0.3), try objects(bench))
        let again = try bench.train(Self.job(0.9), try objects(bench, change), earlier: first.samples)
        let blocks = try bench.book(again.samples).blocks
        #expect(blocks.count == 2 && blocks[0].count == 96 && blocks[1].count == 96)
        #expect(blocks[0].isTest.count { $0 } > 10)
        let parts = Dictionary(uniqueKeysWithValues: zip(blocks[0].places, blocks[0].isTest))
        #expect(zip(blocks[1].places, blocks[1].isTest).allSatisfy { parts[$0] == $1 })
    }

    @Test("an object that joins both kinds is left out, with a warning")
    func joined() throws {
        let bench = try TrainingBench()
        let first = try bench.train(Self.job(0.3), try objects(bench))
        let paths = try objects(bench, "numpy.where((l > 0) & (l < 49), 1, l).astype('u2')")
        let again = try bench.train(Self.job(0.3), paths, earlier: first.samples)
        #expect(try bench.book(again.samples).blocks[1].count == 48)
        #expect(again.report.warnings.contains { $0.contains("object 1 joins") })
    }

    @Test("a pixel has the same place whichever positions are taken")
    func positions() throws {
        let bench = try TrainingBench()
        // Five, which nobody takes for colours.
        let draw = "i = numpy.stack([i, i + 9, i + 5, i + 2, i + 1]); "
        let whole = try bench.pair(
            "x.tif",
            seed: 1,
            annotation: draw + "a[5, 5:30] = 1; a[40, 20:60] = 2; a = numpy.stack([a * 0, a * 0, a, a * 0, a * 0])"
        )
        var job = TrainingJob.pixels(["x.tif"])
        job.axes.names = AxisNames("PYX")
        let all = try bench.train(job, whole)
        let one = try bench.pair("y.tif", seed: 1, annotation: draw + "a[5, 5:30] = 1; a[40, 20:60] = 2")
        job.axes.positions = AxisSelection([.number(3)])
        let chosen = try bench.train(job, one)
        #expect(chosen.classifier == all.classifier)
        let places = try bench.book(chosen.samples).blocks[0].places
        #expect(places == (try bench.book(all.samples).blocks[0].places))
        #expect(places.first == UInt64(2 * 7200 + 5 * 90 + 5))
        // So the classifier in force is judged on the pixels of that position.
        job.holdBack = .share(0.4)
        job.features = "gaussian_blur=1"
        let judged = try bench.train(job, one, inForce: all.classifier)
        job.axes.positions = nil
        let judgedOnAll = try bench.train(job, whole, inForce: all.classifier)
        #expect(judged.report.scoresInForce?.f1 == judgedOnAll.report.scoresInForce?.f1)
    }

    @Test("a row of a table keeps its part wherever it stands, and by whatever name the table goes")
    func tables() throws {
        let bench = try TrainingBench()
        let rows = (0..<40).map { "\($0 * 7 % 40),\($0 % 5).5,\($0 % 2 + 1)" }
        let more = (0..<40).map { "\(100 + $0),\($0 % 5).5,\($0 % 2 + 1)" }
        func train(_ name: String, _ rows: [String], _ share: Double, earlier: [UInt8]?) throws -> [UInt8] {
            var job = TrainingJob(kind: .tableRowClassifier, features: "")
            (job.tables, job.trees, job.holdBack) = ([name], 5, .share(share))
            let text = (["a,b,annotation"] + rows).joined(separator: "\n") + "\n"
            let path = try bench.bench.write(Array(text.utf8), to: name)
            return try bench.train(job, [path], earlier: earlier).samples
        }
        let first = try train("old.csv", rows, 0.3, earlier: nil)
        let blocks = try bench.book(try train("new.csv", (rows + more).reversed(), 0.6, earlier: first)).blocks
        let parts = Dictionary(zip(blocks[0].columns[0], blocks[0].isTest)) { one, _ in one }
        #expect(blocks[1].count == 80)
        for (value, isTest) in zip(blocks[1].columns[0], blocks[1].isTest) where value < 100 {
            #expect(parts[value] == isTest)
        }
        #expect(blocks[1].isTest.count { $0 } > parts.values.count { $0 })
    }
}
