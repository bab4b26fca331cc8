import TestSupport
import Testing
import WorkerProtocol

@Suite("Annotations and tables as programs save them")
struct TrainingInputTests {
    /// tifffile, and with it napari, writes a stack of three or four planes as the colours of one page.
    @Test("three or four planes are taken that are stored as colours", arguments: [3, 4])
    func planesAsColours(count: Int) throws {
        let bench = try TrainingBench()
        let draw =
            "a = numpy.stack([a] * \(count)); a[1, 5:9, 5:30] = 1; a[2, 40:44, 20:60] = 2; i = numpy.stack([i] * \(count))"
        // A further axis keeps planes apart: each is a page.
        let own = try bench.pair("x.tif", seed: 1, annotation: "\(draw); i = i[:, None]")
        let paged = try bench.pair("y.tif", seed: 1, annotation: "\(draw); i = i[:, None]; a = a[:, None]")
        let job = TrainingJob.pixels(["x.tif"], features: "original gaussian_blur=1")
        let trained = try bench.train(job, own)
        #expect(trained.report.classes.map(\.trained) == [100, 160])
        #expect(trained.classifier == (try bench.train(job, paged).classifier))
        // A picture in colours is none of them.
        let picture = try bench.pair(
            "z.tif",
            seed: 1,
            annotation: "\(draw); i = i[:, None]; a = numpy.moveaxis(a[:3], 0, -1)"
        )
        #expect(throws: Failure.self) { try bench.train(job, picture) }
    }

    @Test(
        "names of columns are refused that no classifier's file gives back",
        arguments: [("mean intensity", "\"mean intensity\""), ("\"a,b\"", "\"a,b\""), ("*/", "\"*/\""), ("", "\"\"")]
    )
    func names(column: String, words: String) throws {
        let failure = try refusal("\(column),annotation\n1,1\n2,2\n")
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    }

    @Test("what is no text is not shown")
    func noText() throws {
        let failure = try refusal("II*\u{0},\u{1B}[31m,annotation\n1,2,3\n")
        #expect(failure?.message == "x.csv does not begin with a line of names")
    }

    private func refusal(_ table: String) throws -> Failure? {
        let bench = try TrainingBench()
        var job = TrainingJob(kind: .tableRowClassifier, features: "")
        job.tables = ["x.csv"]
        let path = try bench.bench.write(Array(table.utf8), to: "x.csv")
        return #expect(throws: Failure.self) { try bench.train(job, [path]) }
    }
}
