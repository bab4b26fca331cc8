import Segmentation
import Training
import WorkerProtocol

/// The samples of a training: those of its images and tables, together with earlier ones.
struct Sampling {
    private let job: TrainingJob
    private let files: TrainingFiles
    private let engine: SegmentationEngine?
    private let memory: TrainingMemory
    private let earlier: SampleBook?
    /// The features as they will stand in the header.
    private let features: String
    /// What a person should know, as sentences.
    private(set) var warnings: [String] = []

    /// A sampling for `job`; reads the earlier samples.
    init(
        _ job: TrainingJob,
        _ files: TrainingFiles,
        engine: SegmentationEngine?,
        memory: TrainingMemory
    ) throws(Failure) {
        (self.job, self.files, self.engine, self.memory) = (job, files, engine, memory)
        let asked = PredefinedFeatures.resolve(job.features)
        guard Self.fitHeader(asked) else {
            throw .features("the features hold a line break, another control character or */")
        }
        guard let descriptor = files.earlier else {
            (earlier, features) = (nil, asked)
            return
        }
        let book: SampleBook
        do { book = try SampleBook(reading: descriptor) } catch { throw .samples(error, "the earlier samples") }
        features = asked.isEmpty && !job.takesDecisionsOnly ? book.featureSpecification : asked
        earlier = book
        if !job.takesDecisionsOnly { try refuseOthers(book, features) }
        // What the file says of itself is written into the classifier's header too.
        guard (1...3).contains(book.dimensions), ([features] + book.featureNames).allSatisfy(Self.fitHeader) else {
            let problem = SamplesError.damaged("it has features or dimensions that no classifier has")
            throw .samples(problem, "the earlier samples")
        }
    }

    /// Whether features can stand in a comment of one line, unchanged.
    private static func fitHeader(_ features: String) -> Bool {
        !features.contains("*/") && !features.unicodeScalars.contains { $0.value < 32 && $0 != "\t" }
    }

    /// What the classifier with this SHA-256 learnt, ascending, if the earlier samples are its own.
    func classes(learntBy digest: String) -> [Int32]? {
        guard let earlier, earlier.classifierSHA256 == digest else { return nil }
        return earlier.classes
    }

    /// Refuses samples of something else.
    private func refuseOthers(_ book: SampleBook, _ features: String) throws(Failure) {
        let problem: String
        if let digest = job.earlierClassifier, book.classifierSHA256 != digest {
            problem = "the earlier samples belong to another classifier than the one beside them"
        } else if !job.kind.sharesSamples(with: book.kind) {
            problem = "the earlier samples are of a \(book.kind), and a \(job.kind.rawValue) is to be trained"
        } else if job.kind.isOfPixels, features != book.featureSpecification {
            problem = "the earlier samples have the features \"\(book.featureSpecification)\", not \"\(features)\""
        } else if let dimensions = job.dimensions, job.kind.isOfPixels, dimensions != book.dimensions {
            problem = "the earlier samples have \(book.dimensions) dimensions, not \(dimensions)"
        } else {
            return
        }
        throw Failure(
            kind: "samples_mismatch",
            message: problem,
            remedy: "train anew from all images, without --continue, or go on with the same kind and features"
        )
    }

    /// All samples, with those marked that are held back.
    mutating func book(beat: () -> Void) throws(Failure) -> SampleBook {
        let earlier = job.takesDecisionsOnly ? nil : earlier
        var book = SampleBook(
            kind: job.kind.rawValue,
            featureSpecification: features,
            featureNames: earlier?.featureNames ?? [],
            channelCount: earlier?.channelCount ?? 1,
            dimensions: earlier?.dimensions ?? 1
        )
        let blocks = try newBlocks(&book, after: earlier, beat: beat)
        try tellOfEmptyOnes(blocks)
        if let earlier, earlier.featureNames != book.featureNames {
            throw Failure(
                kind: "samples_mismatch",
                message: "the earlier samples have other columns: \(earlier.featureNames.joined(separator: ", "))",
                remedy: "train anew from everything, without --continue"
            )
        }
        let kept = (earlier?.blocks ?? []).filter { !job.forgets.contains($0.image) }
        tellOfRepetitions(job.replaces ? blocks : kept + blocks)
        let names = Set(blocks.map(\.image))
        var all = kept.map { (block: $0, isNew: false) }
        if job.replaces { all.removeAll { names.contains($0.block.image) } }
        all += blocks.map { (block: $0, isNew: true) }
        if job.replaces { all = Self.byName(all) }
        book.blocks = all.map(\.block)
        remember(without: names, in: &book)
        hold(&book.blocks, new: Set(all.indices.filter { all[$0].isNew }), beat: beat)
        return book
    }

    /// What was decided of samples that are replaced, or do not stay.
    private func remember(without names: Set<String>, in book: inout SampleBook) {
        guard let earlier, job.kind.sharesSamples(with: earlier.kind) else { return }
        let gone = earlier.blocks.filter { block in
            job.takesDecisionsOnly || job.forgets.contains(block.image)
                || job.replaces && names.contains(block.image)
        }
        book.remember(earlier, without: gone)
    }

    private mutating func newBlocks(
        _ book: inout SampleBook,
        after earlier: SampleBook?,
        beat: () -> Void
    ) throws(Failure) -> [SampleBlock] {
        var blocks: [SampleBlock] = []
        guard job.kind.isOfPixels, let engine else { return try newBlocksOfObjects(&book, beat: beat) }
        var sampling = try PixelSampling(job, features: features, engine: engine, memory: memory, earlier: earlier)
        for image in files.images { blocks.append(try sampling.block(image, beat: beat)) }
        warnings += sampling.warnings
        book.dimensions = sampling.dimensions ?? 2
        book.channelCount = sampling.channelCount ?? 1
        book.featureNames = sampling.featureNames
        return blocks
    }

    /// The blocks of objects, or of the rows of tables.
    private mutating func newBlocksOfObjects(
        _ book: inout SampleBook,
        beat: () -> Void
    ) throws(Failure) -> [SampleBlock] {
        var blocks: [SampleBlock] = []
        if job.kind.takesLabels {
            var sampling = try ObjectSampling(job, features: features)
            let decided = decided
            for image in files.images {
                blocks.append(try sampling.block(image, earlier: decided, others: blocks, beat: beat))
            }
            warnings += sampling.warnings
            book.featureNames = sampling.featureNames
        } else {
            var sampling = TableSampling(annotationColumn: job.annotationColumn, features: features)
            for (name, file) in files.tables {
                blocks.append(try sampling.block(file, name: name))
                beat()
            }
            if !files.tables.isEmpty { book.featureNames = sampling.featureNames }
        }
        // APOC writes them with single blanks between them, and none twice.
        book.featureSpecification = book.featureNames.joined(separator: " ")
        return blocks
    }

    /// What was decided before.
    private var decided: [DecidedPlaces] {
        guard let earlier, job.kind.sharesSamples(with: earlier.kind) else { return [] }
        return earlier.decided
    }

    /// Decides which rows of the new blocks are never learnt from.
    private mutating func hold(_ blocks: inout [SampleBlock], new: Set<Int>, beat: () -> Void) {
        let decided = decided
        let byImage = job.unit(ofImages: Set(blocks.map(\.image)).count) == .image
        let divided: Set<Int>
        if case .share(let share) = job.holdBack {
            divided = HeldShare(share, byImage: byImage).mark(&blocks, new: new, earlier: decided, beat: beat)
        } else {
            divided =
                HeldShare.keepDecisions(&blocks, new: new, earlier: decided, byImage: byImage, beat: beat)
        }
        for number in divided.sorted() {
            warnings.append(
                "\(blocks[number].image): something is drawn that joins what was held back to what was learnt from; "
                    + "the former stays held back, and what is new in between is learnt from"
            )
        }
    }

    /// Of several images some may have nothing drawn on them, as for APOC; that nothing is new is no training. Where it takes the
    /// place of what was drawn before, it is refused: an empty layer that is saved by mistake unlearns nothing.
    private mutating func tellOfEmptyOnes(_ blocks: [SampleBlock]) throws(Failure) {
        let empty = blocks.filter { $0.count == 0 }.map { $0.annotation ?? $0.image }
        guard !empty.isEmpty else { return }
        let names = empty.prefix(3).joined(separator: ", ") + (empty.count > 3 ? ", …" : "")
        let (what, remedy) =
            switch job.kind {
            case .tableRowClassifier:
                (
                    "no row of \(names) is annotated in the column \(job.annotationColumn) and has all its values",
                    "write the number of the class, from 1, into that column of some rows"
                )
            case .objectClassifier, .objectSelector:
                (
                    "\(names) annotates no object whose features are numbers",
                    "draw on some objects of each class, with the numbers 1, 2, …, and save it again"
                )
            case .pixelClassifier, .objectSegmenter, .probabilityMapper:
                (
                    "\(names) annotates nothing: it has no value above 0",
                    "draw some pixels of each class, with the numbers 1, 2, …, and save it again"
                )
            }
        guard empty.count < blocks.count, !job.replaces else {
            throw Failure(kind: "annotation_empty", message: what, remedy: remedy)
        }
        warnings.append(what)
    }

    private mutating func tellOfRepetitions(_ blocks: [SampleBlock]) {
        var seen: [String: String] = [:]
        var names: Set<String> = []
        for block in blocks {
            if !names.insert(block.image).inserted {
                warnings.append("\(block.image) is annotated more than once; its samples count each time")
            } else if let other = seen[block.imageSHA256] {
                warnings.append("\(block.image) is the same image as \(other)")
            }
            seen[block.imageSHA256] = block.image
        }
    }

    /// In the order of the bytes of their names; equal names in the order in which they came.
    private static func byName(_ blocks: [(block: SampleBlock, isNew: Bool)]) -> [(block: SampleBlock, isNew: Bool)] {
        blocks.enumerated().sorted { one, other in
            let (name, next) = (Array(one.element.block.image.utf8), Array(other.element.block.image.utf8))
            return name == next ? one.offset < other.offset : name.lexicographicallyPrecedes(next)
        }.map(\.element)
    }
}

extension TrainingJob {
    /// From how many images on whole images are held back where nobody says what is.
    private static let enoughImages = 5

    /// What is held back together.
    func unit(ofImages count: Int) -> HoldBackUnit {
        holdBackUnit ?? (count >= Self.enoughImages ? .image : .scribble)
    }
}
