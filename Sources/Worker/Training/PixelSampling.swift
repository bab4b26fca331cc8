import Features
import Imaging
import Segmentation
import TIFFFiles
import Training
import WorkerProtocol

/// Takes the samples of annotated pixels: a row of features for each, channel by channel.
struct PixelSampling {
    private let engine: SegmentationEngine
    private let job: TrainingJob
    private let memory: TrainingMemory
    private let specification: FeatureSpecification
    private let limits: TIFFLimits
    /// 2 for planes, 3 for volumes; nil before the first image, where nobody said it.
    private(set) var dimensions: Int?
    /// Channels of the images; nil before the first.
    private(set) var channelCount: Int?
    /// Whether somebody, or earlier samples, said what stacks are.
    private let isDecided: Bool
    private var plan: FeaturePlan?
    /// What a person should know, as sentences.
    private(set) var warnings: [String] = []

    /// A sampling of the features that `job` names, which goes on with `earlier` samples.
    init(
        _ job: TrainingJob,
        features: String,
        engine: SegmentationEngine,
        memory: TrainingMemory,
        earlier: SampleBook?
    ) throws(Failure) {
        (self.job, self.engine, self.memory, limits) = (job, engine, memory, TIFFLimits(job.limits))
        dimensions = job.dimensions ?? earlier?.dimensions
        channelCount = earlier?.channelCount
        isDecided = dimensions != nil
        do { specification = try FeatureSpecification(parsing: features) } catch { throw .features("\(error)") }
        if let set = specification.ignoredTokens.first(where: PredefinedFeatures.names.contains) {
            throw .features("the set \(set) stands among other words, and would add nothing")
        }
        if !specification.ignoredTokens.isEmpty {
            warnings.append(
                "these words of the features name none: \(specification.ignoredTokens.joined(separator: " "))"
            )
        }
        if let dimensions { plan = try Self.plan(specification, dimensions) }
    }

    /// The name of each column: the features as they were asked for, with the channel behind them where there are several.
    var featureNames: [String] { Self.names(specification.features.map(\.token), channelCount: channelCount ?? 1) }

    /// The names of the columns of features with these names.
    static func names(_ names: [String], channelCount: Int) -> [String] {
        guard channelCount > 1 else { return names }
        return (1...channelCount).flatMap { channel in names.map { "\($0) [channel \(channel)]" } }
    }

    /// The samples of one image.
    ///
    /// - Throws: a `Failure` where image and annotation do not fit each other or those before, or a feature is no number.
    mutating func block(_ files: TrainingFiles.Image, beat: () -> Void) throws(Failure) -> SampleBlock {
        let name = files.names.image
        let digests = DigestBeside(of: [(files.image, name), (files.annotation, files.names.annotation)])
        let image = try ClassifierImage(
            training: files.image,
            name: name,
            axes: job.axes,
            dimensions: dimensions,
            limits: limits
        )
        let plan = try settle(image, name)
        let annotation = try AnnotationFile(
            files.annotation,
            name: files.names.annotation,
            of: image,
            called: name,
            limits: limits
        )
        var taken = SampleBlock(image: name, annotation: files.names.annotation, columnCount: featureNames.count)
        var numbers: Set<Int32> = []
        for (number, place) in zip(image.placeNumbers, image.places) {
            let pixels = try annotation.read(place, depth: image.size.depth, beat: beat)
            guard !pixels.places.isEmpty else { continue }
            // Before anything is computed: a label image of objects would take long to be refused.
            numbers.formUnion(pixels.values)
            try TrainingRun.refuseMany(numbers.count, in: files.names.annotation)
            try memory.check(rows: taken.count + pixels.places.count, columns: featureNames.count)
            let columns = try features(plan, of: image, at: place, pixels.places, beat: beat)
            try refuseSpecialValues(columns, pixels.places, of: image.size, name)
            taken.append(pixels, columns: columns, of: image.size, number: number)
        }
        warnings += image.warnings + image.reader.lateWarnings.map { "\(name): \($0)" }
        let found = try digests.values(beat: beat)
        (taken.imageSHA256, taken.annotationSHA256) = (found[0], found[1])
        return taken
    }

    /// Decides by the first image what the others have to be like.
    private mutating func settle(_ image: ClassifierImage, _ name: String) throws(Failure) -> FeaturePlan {
        let (found, channels) = (image.isVolume ? 3 : 2, image.reader.layout.shape.channels)
        if let dimensions, dimensions != found {
            throw Failure(
                kind: "dimensions_mismatch",
                message: "\(name) is \(found == 3 ? "a stack" : "a plane"), and the samples before are of "
                    + (dimensions == 3 ? "stacks" : "planes"),
                remedy: "train with one kind of images; --planes takes the slices of stacks one by one"
            )
        }
        if let channelCount, channelCount != channels {
            throw Failure(
                kind: "channel_mismatch",
                message: "\(name) has \(channels) channel(s), and the samples before have \(channelCount)",
                remedy: "choose the same channels of each image, by number or name (--channels 1,2)"
            )
        }
        (dimensions, channelCount) = (found, channels)
        if let plan { return plan }
        let settled = try Self.plan(specification, found)
        plan = settled
        return settled
    }

    private func features(
        _ plan: FeaturePlan,
        of image: ClassifierImage,
        at place: ClassifierImage.Place,
        _ pixels: [Int],
        beat: () -> Void
    ) throws(Failure) -> [[Float]] {
        let windows = FeatureWindows(pixels, of: image.size, plan: plan)
        var columns: [[Float]] = []
        let channels = try image.read(place, progress: beat)
        do throws(SegmentationError) {
            for channel in channels {
                columns += try windows.features(of: channel, plan: plan, on: engine, beat: beat)
            }
        } catch {
            throw Failure(segmentation: error)
        }
        return columns
    }

    private func refuseSpecialValues(
        _ columns: [[Float]],
        _ pixels: [Int],
        of size: ImageSize,
        _ name: String
    ) throws(Failure) {
        for (feature, column) in columns.enumerated() {
            guard let row = column.firstIndex(where: { !$0.isFinite }) else { continue }
            let (line, x) = pixels[row].quotientAndRemainder(dividingBy: size.width)
            throw Failure(
                kind: "feature_invalid",
                message: "\(name): the feature \(featureNames[feature]) is \(column[row]) at x = \(x), "
                    + "y = \(line % size.height), which is annotated",
                remedy: "leave the feature out, or annotate only where it is a number"
            )
        }
    }

    private static func plan(_ specification: FeatureSpecification, _ dimensions: Int) throws(Failure) -> FeaturePlan {
        do throws(FeatureSpecificationError) {
            return try FeaturePlan(specification, dimensions: dimensions)
        } catch {
            // Its own words speak of a classifier's file, and there is none yet.
            guard case .empty(let ignored) = error else { throw .features("\(error)") }
            throw .features(
                ignored.isEmpty ? "no feature is named" : "no feature is called \(ignored.joined(separator: ", "))"
            )
        }
    }
}

extension Failure {
    /// Features that nobody can compute.
    static func features(_ problem: String) -> Failure {
        Failure(
            kind: "features_refused",
            message: problem,
            remedy:
                "name features as APOC does, for example \"gaussian_blur=1 sobel_of_gaussian_blur=1\", or one of its sets, "
                + "for example object_size_1_to_5_px"
        )
    }
}

extension SampleBlock {
    /// A block without rows and digests yet.
    init(image: String, annotation: String?, columnCount: Int) {
        self.init(
            image: image,
            imageSHA256: "",
            annotation: annotation,
            annotationSHA256: nil,
            columns: Array(repeating: [], count: columnCount),
            annotations: [],
            units: [],
            places: [],
            isTest: []
        )
    }

    /// Adds annotated pixels of the plane or volume with that number.
    fileprivate mutating func append(
        _ pixels: AnnotationFile.Pixels,
        columns more: [[Float]],
        of size: ImageSize,
        number: Int
    ) {
        let scribbles = Scribbles(
            pixels: pixels.places,
            values: pixels.values,
            width: size.width,
            height: size.height
        )
        let firstUnit = (units.max() ?? 0) + (units.isEmpty ? 0 : 1)
        let firstPlace = UInt64(number * size.pixelCount)
        for (feature, column) in more.enumerated() { columns[feature] += column }
        annotations += pixels.values
        units += scribbles.numbers.map { firstUnit + $0 }
        places += pixels.places.map { firstPlace + UInt64($0) }
        isTest += [Bool](repeating: false, count: pixels.values.count)
    }
}
