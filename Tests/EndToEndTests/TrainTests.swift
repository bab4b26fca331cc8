import Foundation
import Glibc
import TestSupport
import Testing

/// `segmentd train` as a person calls it, with label TIFFs as napari saves them.
@Suite("train")
struct TrainTests {
    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        let script = """
            import os, sys, numpy, tifffile
            folder = sys.argv[1]
            for name in ('images', 'annotations'): os.mkdir(f'{folder}/{name}')
            y, x = numpy.mgrid[:120, :140]
            for number in range(3):
                r = numpy.random.default_rng(number)
                spots = (y % 30 - 15) ** 2 + ((x + 7 * number) % 28 - 14) ** 2 < 60
                image = (spots * 600 + r.normal(300, 40, spots.shape)).clip(0).astype('u2')
                labels = numpy.zeros(spots.shape, 'i4')
                labels[20:60:4][spots[20:60:4]] = 2
                labels[70:110:5][~spots[70:110:5]] = 1
                tifffile.imwrite(f'{folder}/images/n{number}.tif', image)
                tifffile.imwrite(f'{folder}/annotations/n{number}_labels.tif', labels, compression='zlib')
                tifffile.imwrite(f'{folder}/truth{number}.tif', spots.astype('u1'))
            tifffile.imwrite(f'{folder}/bad.tif', labels * 0.3)
            tifffile.imwrite(f'{folder}/images/alone.tif', image)
            """
        _ = try GoldenArray.output(of: script, arguments: [home.url.path])
    }

    private static let features = ["--features", "small_quick", "--trees", "30"]

    private func call(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: arguments, home: home.url)
    }

    private func train(_ arguments: [String], output: String = "n.cl") throws -> ProgramCall.Result {
        try call(["train", "--output", home.appending(output)] + Self.features + arguments)
    }

    private func pair(_ number: Int) -> [String] {
        [home.appending("images/n\(number).tif"), home.appending("annotations/n\(number)_labels.tif")]
    }

    private func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: home.appending(name)) }

    /// What lies in the folder besides what the tests and the program's state put there.
    private func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: home.url.path)).filter { $0.contains("n.") }
    }

    @Test("writes a classifier that run takes, and that finds what was drawn")
    func trainAndRun() throws {
        let trained = try train(["--positive-class", "2", "--json"] + pair(0) + pair(1))
        #expect(trained.status == 0, "\(trained.errors)")
        let report = try JSONSerialization.jsonObject(with: Data(trained.output.utf8)) as? [String: Any]
        let classes = try #require(report?["classes"] as? [[String: Any]])
        #expect(classes.map { $0["annotation"] as? Int } == [1, 2])
        #expect(try files() == ["n.cl", "n.samples"])
        let image = home.appending("images/n2.tif")
        let run = try call([
            "run", "--classifier", home.appending("n.cl"), "--output", "mask", "--output-dir", home.appending("out"),
            image,
        ])
        #expect(run.status == 0, "\(run.errors)")
        let masks = try GoldenArray.tiffs([home.appending("out/n2_mask.tif"), home.appending("truth2.tif")])
        let pairs = zip(masks[0].integers, masks[1].integers).map { ($0 > 0, $1 > 0) }
        let both = pairs.count { $0 && $1 }
        #expect(Double(both) / Double(pairs.count { $0 || $1 }) > 0.8)
    }

    @Test("takes folders in the order of their names, and says what is left out")
    func folders() throws {
        let folders = try train([
            "--images", home.appending("images"), "--annotations", home.appending("annotations"),
        ])
        #expect(folders.status == 0, "\(folders.errors)")
        #expect(folders.errors.contains("alone.tif"))
        let whole = bytes("n.cl")
        let named = try train(pair(0) + pair(1) + pair(2), output: "other n.cl")
        #expect(named.status == 0, "\(named.errors)")
        #expect(whole != nil && whole == bytes("other n.cl"))
    }

    @Test("adds to the samples beside a classifier, and only to those that belong to it")
    func continued() throws {
        // What it is, its depth and its number of trees need not be said again.
        let choices = ["--positive-class", "1", "--depth", "3"]
        #expect(try train(choices + pair(0)).status == 0)
        let ended = try call(["train", "--continue", home.appending("n.cl")] + pair(1))
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try train(choices + pair(0) + pair(1), output: "all n.cl").status == 0)
        #expect(bytes("n.cl") == bytes("all n.cl"))
        try Data("/* by somebody else */".utf8).write(to: home.url.appending(path: "n.cl"))
        let refused = try call(["train", "--continue", home.appending("n.cl"), "--force"] + pair(1))
        #expect(refused.status == 65)
        #expect(refused.errors.contains("belong to another classifier"), "\(refused.errors)")
    }

    @Test("leaves the classifier as it is where annotations are bad, and nothing beside it")
    func badAnnotation() throws {
        #expect(try train(pair(0)).status == 0)
        let (classifier, samples) = (bytes("n.cl"), bytes("n.samples"))
        let failed = try train([home.appending("images/n2.tif"), home.appending("bad.tif")])
        #expect(failed.status == 65)
        #expect(failed.errors.contains("bad.tif has the value 0.6 at x = "), "\(failed.errors)")
        #expect(bytes("n.cl") == classifier && bytes("n.samples") == samples)
        #expect(try files() == ["n.cl", "n.samples"])
        let absent = try train([home.appending("images/nowhere.tif"), home.appending("bad.tif")])
        #expect(absent.status == 1)
        #expect(absent.errors.contains("not_found"))
    }

    @Test("replaces a classifier of its own, of others only when told so")
    func foreign() throws {
        let own = home.url.appending(path: "n.cl")
        try Data("/*\nOpenCL RandomForestClassifier\n".utf8).write(to: own)
        let refused = try train(pair(0))
        #expect(refused.status == 1)
        #expect(refused.errors.contains("foreign_file"), "\(refused.errors)")
        #expect(bytes("n.cl")?.count == 33)
        #expect(try train(["--force"] + pair(0)).status == 0)
        let first = bytes("n.cl")
        #expect(try train(pair(1)).status == 0)
        #expect(bytes("n.cl") != first)
        // One that was changed by hand is nobody's that may be lost.
        try Data((first ?? Data()) + Data("\n".utf8)).write(to: own)
        #expect(try train(pair(1)).status == 1)
    }

    @Test("mends samples that got their name in a training that ended before the classifier did")
    func tornPair() throws {
        #expect(try train(pair(0)).status == 0)
        let (classifier, samples) = (try #require(bytes("n.cl")), try #require(bytes("n.samples")))
        #expect(try call(["train", "--continue", home.appending("n.cl")] + pair(1)).status == 0)
        // As a cut of power between the two names leaves them.
        try classifier.write(to: home.url.appending(path: "n.cl"))
        try samples.write(to: home.url.appending(path: ".n.samples.segmentd-before"))
        let ended = try call(["train", "--continue", home.appending("n.cl")] + pair(2))
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try files() == ["n.cl", "n.samples"])
        #expect(try train(pair(0) + pair(2), output: "all n.cl").status == 0)
        #expect(bytes("n.cl") == bytes("all n.cl"))
    }

    @Test("puts the samples back where the classifier cannot get its name")
    func refusedName() throws {
        #expect(try train(pair(0)).status == 0)
        let samples = try #require(bytes("n.samples"))
        try FileManager.default.removeItem(at: home.url.appending(path: "n.cl"))
        try FileManager.default.createDirectory(
            at: home.url.appending(path: "n.cl"),
            withIntermediateDirectories: false
        )
        let failed = try train(["--force"] + pair(1))
        #expect(failed.status == 1 && failed.errors.contains("output_unwritable"), "\(failed.errors)")
        #expect(bytes("n.samples") == samples)
        #expect(try files() == ["n.cl", "n.samples"])
    }

    @Test("never replaces what somebody wrote while it trained", arguments: [true, false])
    func changedMeanwhile(isThere: Bool) throws {
        if isThere { #expect(try train(pair(0)).status == 0) }
        let (own, by) = (home.url.appending(path: "n.cl"), Data("/* by somebody else */".utf8))
        let call = try ProgramCall(
            ["train", "--output", own.path, "--features", "small_quick", "--trees", "6000", "--depth", "9"] + pair(0),
            home: home.url
        )
        while try call.isRunning && !files().contains(where: { $0.hasPrefix(".n.cl.") }) { usleep(1_000) }
        try by.write(to: own)
        let ended = try call.finish()
        #expect(ended.status == 1 && ended.errors.contains("foreign_file"), "\(ended.errors)")
        #expect(bytes("n.cl") == by)
        #expect(try files() == (isThere ? ["n.cl", "n.samples"] : ["n.cl"]))
    }

    @Test("tells wrong calls from bad data, also where only the samples show it")
    func statuses() throws {
        let number = try train(["--probability-class", "3"] + pair(0))
        #expect(number.status == 64 && number.errors.contains("usage"), "\(number.errors)")
        #expect(try train(pair(0)).status == 0)
        try FileManager.default.removeItem(at: home.url.appending(path: "n.samples"))
        let alone = try call(["train", "--continue", home.appending("n.cl")] + pair(1))
        #expect(alone.status == 65 && alone.errors.contains("samples_refused"), "\(alone.errors)")
    }

    @Test("says which of two annotations of an image is left out")
    func twoAnnotations() throws {
        let folder = home.url.appending(path: "annotations")
        try FileManager.default.copyItem(
            at: folder.appending(path: "n0_labels.tif"),
            to: folder.appending(path: "n0.tif")
        )
        let ended = try train(["--images", home.appending("images"), "--annotations", folder.path])
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.errors.contains("two annotations"), "\(ended.errors)")
    }

    @Test("judges on what is held back, and says so")
    func heldBack() throws {
        let judged = try train(["--hold-back", "0.3"] + pair(0) + pair(1))
        #expect(judged.status == 0, "\(judged.errors)")
        #expect(judged.output.contains("judged on") && judged.output.contains("class 2: precision"), "\(judged.output)")
        let usage = try train(["--hold-back", "0.3", "--folds", "3"] + pair(0))
        #expect(usage.status == 64, "\(usage.errors)")
    }
}
