import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import TIFFFiles
import Training
import Validation
import WorkerProtocol

/// What the classifier in force makes of the samples that are held back: from their own columns where these hold its features,
/// else from the images, as far as they are part of this training.
///
/// Class k of it is compared with class k of the new one, and where it is known that these were annotated with different
/// numbers they are not compared: they are different things.
struct InForceComparison {
    let judging: TrainingJudgement
    let files: TrainingFiles
    let engine: SegmentationEngine?
    /// What the earlier samples say.
    let sampling: Sampling

    private var book: SampleBook { judging.book }

    /// The scores of the classifier in an open file; or why it cannot be compared.
    func scores(
        of descriptor: Int32,
        beat: () -> Void
    ) throws(Failure) -> (scores: ValidationReport?, notComparable: String?) {
        guard book.blocks.contains(where: { $0.isTest.contains(true) }) else { return (nil, "nothing is held back") }
        let inForce: TrainedClassifier
        let learnt: [Int32]?
        do throws(Failure) {
            let content = try ClassifierContent(reading: descriptor, name: "the classifier in force")
            inForce = try content.classifier()
            learnt =
                judging.job.classesInForce.map { $0.map { Int32(clamping: $0) } }
                ?? sampling.classes(learntBy: content.sha256)
        } catch {
            return (nil, error.message)
        }
        if let learnt, let difference = difference(from: learnt) { return (nil, difference) }
        if let places = columns(of: inForce) {
            let report = try report(of: inForce, beat: beat) { (block, rows) in
                places.map { place in rows.map { block.columns[place][$0] } }
            }
            return (report, nil)
        }
        guard case .pixels(let classifier) = inForce, let engine, judging.job.kind.isOfPixels else {
            return (nil, "it has other features")
        }
        let held = book.blocks.filter { $0.isTest.contains(true) }
        let known = Set(files.images.map(\.names.image))
        let absent = held.filter { !known.contains($0.image) }
        guard absent.isEmpty else {
            return (nil, "it has other features, and \(absent.count) held-back image(s) are not part of this training")
        }
        guard classifier.channelCount == book.channelCount else {
            return (nil, "it takes \(classifier.channelCount) channel(s), and the images have \(book.channelCount)")
        }
        guard classifier.earlierStages.isEmpty else { return (nil, "it has several stages") }
        let features = PlacedFeatures(classifier: classifier, engine: engine, job: judging.job)
        for block in held {
            guard let image = files.images.last(where: { $0.names.image == block.image }) else { continue }
            if let problem = try features.problem(on: image) {
                return (nil, "it has no result on \(block.image): \(problem)")
            }
        }
        let report = try report(of: inForce, beat: beat) { (block, rows) throws(Failure) in
            guard let image = files.images.last(where: { $0.names.image == block.image }) else { return [] }
            return try features.columns(of: image, at: rows.map { block.places[$0] }, beat: beat)
        }
        return (report, nil)
    }

    /// How the annotated numbers of the one in force differ, so that a class of it is another one of the new one; nil where
    /// each class of both is the same. That one has further classes is no such difference: it is judged by what it finds.
    private func difference(from learnt: [Int32]) -> String? {
        let isShifted = zip(learnt, judging.classes).contains { $0 != $1 }
        func words(_ numbers: [Int32]) -> String { numbers.map(String.init).joined(separator: ", ") }
        return isShifted
            ? "its classes were annotated with \(words(learnt)), and the new ones with \(words(judging.classes))" : nil
    }

    private func report(
        of trained: TrainedClassifier,
        beat: () -> Void,
        columns: (_ block: SampleBlock, _ rows: [Int]) throws(Failure) -> [[Float]]
    ) throws(Failure) -> ValidationReport? {
        var images: [(name: String, scores: SampleScores)] = []
        for block in book.blocks {
            let (rows, truth) = judging.heldRows(of: block)
            guard !rows.isEmpty else { continue }
            let values = try columns(block, rows)
            let scores = SampleScores(forest: trained.forest, columns: values, truth: truth, beat: beat)
            images.append((block.image, scores))
        }
        return judging.report(images)
    }

    /// Which columns of the samples the classifier's inputs are; nil where one of them is none.
    private func columns(of trained: TrainedClassifier) -> [Int]? {
        let names: [String]
        switch trained {
        case .objects(let classifier):
            guard !judging.job.kind.isOfPixels else { return nil }
            names = classifier.featureNames
        case .pixels(let classifier):
            guard judging.job.kind.isOfPixels, classifier.channelCount == book.channelCount else { return nil }
            // Features of planes and of volumes are different ones.
            guard (classifier.dimensions ?? 2) == book.dimensions else { return nil }
            names = PixelSampling.names(classifier.plan.names, channelCount: classifier.channelCount)
        }
        let places = names.map { book.featureNames.firstIndex(of: $0) }
        return places.contains(nil) ? nil : places.compactMap(\.self)
    }
}

/// Features of pixels that are known by their places, as a classifier computes them.
struct PlacedFeatures {
    let classifier: Classifier
    let engine: SegmentationEngine
    let job: TrainingJob

    /// Why the classifier has no features on an image of this size; nil where it has.
    func problem(on files: TrainingFiles.Image) throws(Failure) -> FeatureSizeProblem? {
        classifier.plan.problem(onSize: try opened(files).size)
    }

    private func opened(_ files: TrainingFiles.Image) throws(Failure) -> ClassifierImage {
        try ClassifierImage(
            training: files.image,
            name: files.names.image,
            axes: job.axes,
            dimensions: classifier.dimensions ?? 2,
            limits: TIFFLimits(job.limits)
        )
    }

    /// The features of the pixels with the numbers `places` of an image, a list a feature, channel by channel.
    func columns(
        of files: TrainingFiles.Image,
        at places: [UInt64],
        beat: () -> Void
    ) throws(Failure) -> [[Float]] {
        let image = try opened(files)
        let plan = classifier.plan
        var columns = (0..<classifier.forest.featureCount).map { _ in [Float](repeating: 0, count: places.count) }
        let count = image.size.pixelCount
        let planes = Dictionary(grouping: places.indices) { Int(places[$0]) / count }
        for (number, place) in zip(image.placeNumbers, image.places) {
            guard let rows = planes[number] else { continue }
            let windows = FeatureWindows(rows.map { Int(places[$0]) % count }, of: image.size, plan: plan)
            let channels = try image.read(place, progress: beat)
            for (channel, pixels) in channels.enumerated() {
                let found: [[Float]]
                do throws(SegmentationError) {
                    found = try windows.features(of: pixels, plan: plan, on: engine, beat: beat)
                } catch {
                    throw Failure(segmentation: error)
                }
                for (feature, values) in found.enumerated() {
                    for (row, value) in zip(rows, values) { columns[channel * found.count + feature][row] = value }
                }
            }
        }
        return columns
    }
}
