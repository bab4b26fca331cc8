import Imaging
import Measurement
import TIFFFiles
import Training
import WorkerProtocol

/// Takes the samples of annotated objects: a row of features for each object that a pixel of an annotation lies on.
///
/// An object that several classes are drawn on counts for the largest of them, and one of which a feature is NaN is left out, as
/// in APOC. Stacks are volumes unless their slices are to be taken one by one.
struct ObjectSampling {
    private let job: TrainingJob
    private let features: [ObjectFeature]
    private let limits: TIFFLimits
    /// The names of the features, none twice.
    let featureNames: [String]
    /// What a person should know, as sentences.
    private(set) var warnings: [String] = []

    /// A sampling of the features that `specification` names, with blanks or commas between them.
    init(_ job: TrainingJob, features specification: String) throws(Failure) {
        (self.job, limits) = (job, TIFFLimits(job.limits))
        featureNames = Self.names(specification)
        guard !featureNames.isEmpty else { throw .features("no feature of objects is named") }
        do throws(ObjectFeatureError) {
            var features: [ObjectFeature] = []
            for name in featureNames { features.append(try ObjectFeature(named: name)) }
            self.features = features
        } catch {
            throw Failure(
                kind: "features_refused",
                message: "\(error)",
                remedy: "name features of objects as APOC does, for example \"area mean_intensity\""
            )
        }
    }

    /// The names of a specification: commas are blanks, and of equal names the first stays.
    private static func names(_ specification: String) -> [String] {
        var seen: Set<String> = []
        return specification.split { $0 == " " || $0 == "," }.map(String.init).filter { seen.insert($0).inserted }
    }

    /// The samples of one image.
    ///
    /// - Parameters:
    ///   - earlier: what was decided of images before this training.
    ///   - others: what this training took before.
    ///   - beat: called now and then.
    /// - Throws: a `Failure` where its files do not fit each other, or a feature is infinite.
    mutating func block(
        _ files: TrainingFiles.Image,
        earlier: [DecidedPlaces],
        others: [SampleBlock],
        beat: () -> Void
    ) throws(Failure) -> SampleBlock {
        guard let labelsFile = files.labels, let labelsName = files.names.labels else {
            throw .internalFault("\(files.names.image) came without its label image")
        }
        let name = files.names.image
        let digests = DigestBeside(of: [(files.image, name), (files.annotation, files.names.annotation)])
        let image = try ClassifierImage(
            training: files.image,
            name: name,
            axes: job.axes,
            dimensions: job.dimensions,
            limits: limits
        )
        let labels = try GivenLabels(
            descriptor: labelsFile,
            name: labelsName,
            of: image.reader.layout.shape,
            taking: job.axes.positions,
            limits: limits
        )
        let annotation = try AnnotationFile(
            files.annotation,
            name: files.names.annotation,
            of: image,
            called: name,
            limits: limits
        )
        var taken = SampleBlock(image: name, annotation: files.names.annotation, columnCount: featureNames.count)
        let found = try digests.values(beat: beat)
        (taken.imageSHA256, taken.annotationSHA256) = (found[0], found[1])
        let (same, again) = (taken.same(earlier), taken.same(others.map(DecidedPlaces.init)))
        var numbers: Set<Int32> = []
        for (number, place) in zip(image.placeNumbers, image.places) {
            let pixels = try annotation.read(place, depth: image.size.depth, beat: beat)
            guard !pixels.places.isEmpty else { continue }
            // Before anything is computed: a label image of objects would take long to be refused.
            numbers.formUnion(pixels.values)
            try TrainingRun.refuseMany(numbers.count, in: files.names.annotation)
            let objects = try labels.read(place, size: image.size, beat: beat)
            let intensity = try image.read(place, progress: beat).first
            let places = ObjectPlaces(
                objects,
                first: UInt64(number * image.size.pixelCount),
                earlier: same,
                others: again
            )
            try append(pixels, objects, intensity, places, to: &taken)
        }
        if image.reader.layout.shape.channels > 1 {
            warnings.append("\(name): objects are measured in its first channel; --channels chooses another")
        }
        warnings += image.warnings
        return taken
    }

    private mutating func append(
        _ pixels: AnnotationFile.Pixels,
        _ objects: LabelImage,
        _ intensity: PixelValues?,
        _ places: ObjectPlaces,
        to block: inout SampleBlock
    ) throws(Failure) {
        var annotations: [Int32] = Array(repeating: 0, count: objects.count + 1)
        for (place, value) in zip(pixels.places, pixels.values) {
            let label = Int(objects.labels[place])
            annotations[label] = max(annotations[label], value)
        }
        let columns: [[Float]]
        do throws(ObjectMeasurementError) {
            columns = try ObjectFeatureTable.columns(
                of: features,
                names: featureNames,
                labels: objects,
                intensity: intensity?.floats,
                background: false
            )
        } catch {
            throw Failure(measuring: error)
        }
        for label in annotations.indices.dropFirst() where annotations[label] > 0 {
            guard !places.isDivided[label] else {
                warnings.append(
                    "\(block.image): object \(label) joins what was held back to what was learnt from, and is left out"
                )
                continue
            }
            let row = columns.map { $0[label] }
            guard !row.contains(where: \.isNaN) else { continue }
            if let feature = row.firstIndex(where: { !$0.isFinite }) {
                throw Failure(
                    kind: "feature_invalid",
                    message:
                        "\(block.image): the feature \(featureNames[feature]) of object \(label) is \(row[feature])",
                    remedy: "leave the feature out, or do not annotate this object"
                )
            }
            for (feature, value) in row.enumerated() { block.columns[feature].append(value) }
            block.annotations.append(annotations[label])
            block.units.append(UInt32(block.units.count))
            block.places.append(places.places[label])
            block.isTest.append(false)
        }
    }
}

extension SampleBlock {
    /// Those of the same image.
    fileprivate func same(_ decided: [DecidedPlaces]) -> [DecidedPlaces] {
        decided.filter { $0.image == image || $0.imageSHA256 == imageSHA256 }
    }
}
