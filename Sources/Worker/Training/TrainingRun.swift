import Classifiers
import Files
import Forests
import Glibc
import Segmentation
import Training
import WorkerProtocol

/// One training: annotations to samples, samples to a forest, the forest to a file, and the file judged.
struct TrainingRun {
    let job: TrainingJob
    let files: TrainingFiles
    /// Computes the features of pixels; nil where there are none.
    let engine: SegmentationEngine?
    /// What samples and forests may take.
    let memory: TrainingMemory

    /// Trains, and writes the classifier and its samples.
    func run(beat: () -> Void) throws(Failure) -> TrainingReport {
        var watch = TrainingWatch()
        try checkClasses()
        var sampling = try Sampling(job, files, engine: engine, memory: memory)
        var book = try watch.time("features") { () throws(Failure) in try sampling.book(beat: beat) }
        let classes = book.classes
        try check(book, classes)
        try memory.check(rows: book.blocks.reduce(0) { $0 + $1.count }, columns: book.featureNames.count)
        let forest = try watch.time("growing") { () throws(Failure) in
            try grow(book.rows(classes: classes), names: book.featureNames, beat: beat)
        }
        let bytes = try written(forest, book)
        let trained = try TrainedClassifier(bytes: bytes, name: "the trained classifier")
        guard WholeFile.write(bytes, to: files.classifier) else {
            throw .trainingUnwritable("classifier", errno: errno)
        }
        book.classifierSHA256 = FileDigest.sha256(bytes)
        book.choices = TrainingChoices(
            depth: job.depth,
            trees: job.trees,
            positiveClass: job.kind.hasPositiveClass ? job.positiveClass ?? Self.standardPositiveClass : nil,
            probabilityClass: job.kind == .probabilityMapper ? job.probabilityClass : nil
        )
        let samples: (bytes: Int, sha256: String)
        do { samples = try book.write(to: files.samples) } catch { throw .samples(error, "the file of samples") }
        beat()
        let ranges = book.ranges
        var report = TrainingReport(
            classifier: TrainingReport.File(bytes: bytes.count, sha256: book.classifierSHA256 ?? ""),
            samples: TrainingReport.File(bytes: samples.bytes, sha256: samples.sha256),
            facts: ClassifierFacts(trained),
            classes: Self.classes(book, classes),
            features: zip(book.featureNames, zip(forest.importances, ranges)).map { name, values in
                let (importance, range) = values
                return TrainingReport.Feature(
                    name: name,
                    // A number that JSON has: a forest without any gain has no importances.
                    importance: importance.isFinite ? importance : 0,
                    least: range.lowerBound,
                    most: range.upperBound
                )
            },
            images: book.blocks.map(\.image),
            warnings: sampling.warnings + warnings(book, classes),
            seconds: [:]
        )
        try watch.time("judging") { () throws(Failure) in
            let judging = TrainingJudgement(job: job, book: book, classes: classes)
            report.scores = try judging.scores(of: trained, warnings: &report.warnings, beat: beat) {
                (rows) throws(Failure) in
                let forest = try grow(rows, names: book.featureNames, beat: beat)
                return try TrainedClassifier(bytes: try written(forest, book), name: "a classifier of the other folds")
            }
            if let inForce = files.inForce {
                let comparison = InForceComparison(judging: judging, files: files, engine: engine, sampling: sampling)
                (report.scoresInForce, report.notComparable) = try comparison.scores(of: inForce, beat: beat)
            }
        }
        report.seconds = watch.seconds
        return report
    }

    private func grow(_ rows: TrainingRows, names: [String], beat: () -> Void) throws(Failure) -> GrownForest {
        let trainer = ForestTrainer(
            maximumDepth: job.depth,
            treeCount: job.trees,
            threadCount: job.threads ?? Self.processorCount
        )
        do throws(TrainingError) { return try trainer.grow(rows, progress: beat) } catch {
            throw Failure(training: error, names: names)
        }
    }

    private func written(_ forest: GrownForest, _ book: SampleBook) throws(Failure) -> [UInt8] {
        let writer = APOCWriter(
            className: job.kind.apocClass,
            featureSpecification: book.featureSpecification,
            groundTruthDimensions: book.dimensions,
            maximumDepth: job.depth,
            positiveClass: job.kind.hasPositiveClass ? job.positiveClass ?? Self.standardPositiveClass : nil,
            output: (job.kind == .probabilityMapper ? job.probabilityClass : nil).flatMap {
                $0 > 0 ? .probability(ofClass: $0) : nil
            } ?? .classMap
        )
        do throws(ClassifierError) { return try writer.bytes(of: forest) } catch { throw Failure(classifier: error) }
    }
}
