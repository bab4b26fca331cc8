import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import TestSupport
import Testing

/// Compares one golden case with what an engine computes.
struct GoldenRun {
    /// A golden image in a type that no image has.
    private struct UnknownPixelType: Error {
        let type: String
    }

    let engine: SegmentationEngine
    let golden: GoldenCase
    var tally: GoldenTally

    init(engine: SegmentationEngine, case golden: GoldenCase) {
        (self.engine, self.golden) = (engine, golden)
        tally = GoldenTally(golden.name, device: engine.deviceName)
    }

    /// Compares everything that is in scope.
    mutating func compare() throws {
        switch golden.kind {
        case "ccl": try compareLabelling()
        case "features": try compareFeatures()
        case "header": try compareHeaders()
        case "forest": try compareForests()
        default: try compareClassifier()
        }
    }

    /// The channels of an array, planes or volumes of its last `axes` axes.
    private func channels(_ array: NPYArray, axes: Int = 2) throws -> (channels: [PixelValues], size: ImageSize) {
        let shape = Array(array.shape.reversed())
        // A classifier for volumes may meet a plane.
        let isVolume = axes > 2 && shape.count > 2
        let size = ImageSize(width: shape[0], height: shape[1], depth: isVolume ? shape[2] : 1)
        let parts = shape.count > (isVolume ? 3 : 2) ? (0..<array.shape[0]).map { array[$0] } : [array]
        let pixels = try parts.map { part -> PixelValues in
            switch part.type {
            case "|u1": .uint8(part.bytes)
            case "<u2": .uint16(part.integers.map { UInt16($0) })
            case "<u4": .uint32(part.integers.map { UInt32($0) })
            case "<f4": .float32(part.floats)
            default: throw UnknownPixelType(type: part.type)
            }
        }
        return (pixels, size)
    }

    private mutating func compareLabelling() throws {
        let arrays = try ["input.tif", "expected_labels.tif"].map { try GoldenImages.image(golden, $0) }
        let (_, size) = try channels(arrays[0], axes: arrays[0].shape.count)
        let mask = Mask(size: size, bytes: arrays[0].integers.map { $0 == 0 ? 0 : 1 })
        let labels = try engine.labels(of: mask)
        noteLabels("labels", labels, arrays[1])
        #expect(labels.count == golden.labelCount)
    }

    private mutating func noteLabels(_ name: String, _ labels: LabelImage?, _ expected: NPYArray) {
        let found = labels?.labels.map { Int($0) } ?? []
        #expect(found.count == expected.count)
        tally.note(name, different: zip(found, expected.integers).count { $0 != $1 })
        tally.labelPixels += found.count
    }

    private mutating func compareFeatures() throws {
        let expected = try NPYArray(golden.bytes("features.npy"))
        let image = try GoldenImages.image(golden, "input.tif")
        let planes = golden.features ?? []
        #expect(planes.count == expected.shape[0])
        try compareStack(planes.map { ($0.spec, expected[$0.index].floats) }, image, axes: image.shape.count)
    }

    /// Compares the features of each channel with what the reference gave for each token.
    private mutating func compareStack(
        _ expected: [(token: String, values: [Float])],
        _ image: NPYArray,
        axes: Int
    ) throws {
        let (channels, size) = try channels(image, axes: axes)
        let dimensions = size.is3D ? 3 : 2
        let specification = expected.map(\.token).joined(separator: " ")
        let plan = try FeaturePlan(FeatureSpecification(parsing: specification), dimensions: axes)
        #expect(plan.names.count == expected.count)
        for channel in channels {
            let tolerance = FeatureTolerance(pixels: channel.floats, is3D: size.is3D)
            let found = try engine.features(of: channel, size: size, plan: plan)
            for ((token, values), plane) in zip(expected, found) {
                let outcome = try tolerance.outcome(plane, values, token: token) { other in
                    let plan = try FeaturePlan(FeatureSpecification(parsing: other), dimensions: dimensions)
                    return try engine.features(of: channel, size: size, plan: plan)[0]
                }
                tally.note(token, outcome)
            }
        }
    }

    private mutating func compareHeaders() throws {
        let (channels, size) = try channels(GoldenImages.image(golden, "input.tif"))
        let spellings = golden.files.keys.filter { $0.hasSuffix(".cl") }.sorted()
        #expect(spellings.count == 36)
        for file in spellings {
            let name = String(file.dropLast(3))
            let expected = "\(name)_labels.tif"
            let result = Result { try Classifier(APOCFile(parsing: golden.bytes(file), name: file)) }
            tally.headers += 1
            guard golden.files[expected] != nil else {
                let accepted = GoldenScope.acceptedHeaders[name] != nil
                #expect(((try? result.get()) != nil) == accepted, "\(name) is refused by APOC")
                continue
            }
            let found = try engine.segment(
                channels: channels,
                size: size,
                classifier: result.get(),
                request: SegmentationRequest(products: [.labels])
            ) {}
            noteLabels("labels of \(name)", found.labels, try GoldenImages.image(golden, expected))
        }
    }

    private mutating func compareForests() throws {
        let values = try NPYArray(golden.bytes("values.npy"))
        let size = ImageSize(width: values.shape[1], height: values.shape[0])
        for name in golden.runs ?? [] {
            let file = try APOCFile(parsing: golden.bytes("\(name).cl"), name: name)
            let classifier = try Classifier(file)
            let expected = try NPYArray(golden.bytes("\(name)_expected.npy")).floats
            let isMapper = classifier.kind == .probabilityMapper
            let found = try engine.segment(
                channels: [.float32(values.floats)],
                size: size,
                classifier: classifier,
                request: SegmentationRequest(products: [isMapper ? .probabilities : .classMap])
            ) {}
            let numbers = found.classMap?.classes.map { Float($0) } ?? found.probabilities[0]
            tally.note(name, different: differences(numbers, expected))
            tally.forests += 1
        }
        for name in (golden.errors ?? [:]).keys {
            let bytes = try golden.bytes("\(name).cl")
            #expect(throws: ClassifierError.self) { try APOCFile(parsing: bytes, name: name) }
            tally.forests += 1
        }
    }

    private mutating func compareClassifier() throws {
        let inputs = golden.files.keys.filter { $0.hasPrefix("input") && !$0.contains("expected") }.sorted()
        let arrays = try inputs.map { try GoldenImages.image(golden, $0) }
        let file = try APOCFile(parsing: golden.bytes("classifier.cl"), name: golden.name)
        let classifier = try Classifier(file)
        let axes = classifier.dimensions ?? 2
        // Several inputs are the channels of one image, or images of their own with expected labels each.
        if golden.kind == "training", arrays.count > 1 {
            for (input, array) in zip(inputs, arrays) {
                let expected = "\(input.dropLast(4))_expected_labels.tif"
                let (channels, size) = try channels(array, axes: axes)
                let found = try segment(channels, size, classifier)
                noteLabels(expected, found.labels, try GoldenImages.image(golden, expected))
            }
            return
        }
        let parts = try arrays.map { try channels($0, axes: axes) }
        let found = try segment(parts.flatMap(\.channels), parts[0].size, classifier)
        try note(found, classifier, parts)
        guard golden.files["feature_stack.npy"] != nil else { return }
        let stack = try NPYArray(golden.bytes("feature_stack.npy"))
        var index = 0
        for (array, part) in zip(arrays, parts) {
            let single = part.channels.count == 1
            for channel in part.channels.indices {
                let expected = classifier.plan.names.enumerated().map { ($1, stack[index + $0].floats) }
                try compareStack(expected, single ? array : array[channel], axes: axes)
                index += expected.count
            }
        }
        #expect(index == stack.shape[0])
    }

    private func segment(
        _ channels: [PixelValues],
        _ size: ImageSize,
        _ classifier: Classifier
    ) throws -> SegmentationResult {
        let products: Set<Product> =
            switch classifier.kind {
            case .objectSegmenter: [.classMap, .labels]
            case .probabilityMapper: [.probabilities]
            default: [.classMap]
            }
        return try engine.segment(
            channels: channels,
            size: size,
            classifier: classifier,
            request: SegmentationRequest(products: products)
        ) {}
    }

    private mutating func note(
        _ found: SegmentationResult,
        _ classifier: Classifier,
        _ parts: [(channels: [PixelValues], size: ImageSize)]
    ) throws {
        if let undefined = GoldenScope.undefinedFeatures[golden.name] {
            let channels = parts.flatMap(\.channels)
            let certain = CertainClasses(classifier, channels, parts[0].size, without: undefined).classes
            #expect(certain.count { $0 != 0 } > certain.count / 2, "most pixels do not depend on \(undefined)")
            return try noteDefined(certain, found, classifier.foregroundClass(asked: nil))
        }
        for file in golden.files.keys.sorted() where file.hasPrefix("expected") {
            let expected = try GoldenImages.image(golden, file)
            switch file {
            case "expected_classes.tif":
                noteClasses(found.classMap, expected) { _ in true }
            case "expected_labels.tif":
                noteLabels("labels", found.labels, expected)
                #expect(found.labels?.count == golden.labelCount)
            case "expected_probability.tif":
                tally.note("probability", different: differences(found.probabilities[0], expected.floats))
                tally.probabilityPixels += expected.count
            default: continue
            }
        }
    }

    /// Compares what does not depend on an undefined feature: the class of `certain` pixels, those that are not 0, their
    /// foreground, and the numbers of the objects in the reference's own foreground.
    ///
    /// The reference computed classes and labels one after the other, so that even they differ in the other pixels.
    private mutating func noteDefined(_ certain: [UInt8], _ found: SegmentationResult, _ positive: Int?) throws {
        let size = try #require(found.classMap).size
        tally.undefinedPixels += certain.count { $0 == 0 }
        noteClasses(found.classMap, try GoldenImages.image(golden, "expected_classes.tif")) { certain[$0] != 0 }
        tally.note(
            "certain classes",
            different: zip(certain, found.classMap?.classes ?? []).count { $0 != 0 && $0 != $1 }
        )
        let expected = try GoldenImages.image(golden, "expected_labels.tif")
        let isForeground = expected.integers.map { $0 != 0 }
        tally.note(
            "certain foreground",
            different: zip(certain, isForeground).count { $0 != 0 && (Int($0) == positive) != $1 }
        )
        let mask = Mask(size: size, bytes: isForeground.map { $0 ? 1 : 0 })
        noteLabels("labels of the reference's foreground", try engine.labels(of: mask), expected)
    }

    private mutating func noteClasses(_ map: ClassMap?, _ expected: NPYArray, where isDefined: (Int) -> Bool) {
        let classes = map?.classes.map { Int($0) } ?? []
        #expect(classes.count == expected.count)
        let pairs = zip(classes, expected.integers).enumerated().filter { isDefined($0.offset) }
        tally.note("classes", different: pairs.count { $0.element.0 != $0.element.1 })
        tally.classPixels += pairs.count
    }
}
