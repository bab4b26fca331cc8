import Features
import Forests
import Imaging
import Segmentation
import TestSupport
import Testing

/// Compares golden cases with what an engine computes.
struct GoldenRun {
    /// A golden image in a type that no image has.
    private struct UnknownPixelType: Error {
        let type: String
    }

    let engine: SegmentationEngine
    var tally: GoldenTally

    init(engine: SegmentationEngine) {
        self.engine = engine
        tally = GoldenTally(device: engine.deviceName)
    }

    /// Compares everything of `golden` that is in scope.
    mutating func compare(_ golden: GoldenCase) throws {
        switch golden.kind {
        case "ccl": try compareLabelling(golden)
        case "features": try compareFeatures(golden)
        case "header": try compareHeaders(golden)
        case "forest": try compareForests(golden)
        default: try compareClassifier(golden)
        }
    }

    /// The stored pixels of an array, as planes of its last two axes.
    private func planes(_ array: NPYArray) throws -> (planes: [PlanePixels], size: ImageSize) {
        let size = ImageSize(width: array.shape[array.shape.count - 1], height: array.shape[array.shape.count - 2])
        let planes = array.shape.count == 2 ? [array] : (0..<array.shape[0]).map { array[$0] }
        let pixels = try planes.map { plane -> PlanePixels in
            switch plane.type {
            case "|u1": .uint8(plane.bytes)
            case "<u2": .uint16(plane.integers.map { UInt16($0) })
            case "<u4": .uint32(plane.integers.map { UInt32($0) })
            case "<f4": .float32(plane.floats)
            default: throw UnknownPixelType(type: plane.type)
            }
        }
        return (pixels, size)
    }

    private mutating func compareLabelling(_ golden: GoldenCase) throws {
        let arrays = try ["input.tif", "expected_labels.tif"].map { try GoldenImages.image(golden, $0) }
        let (_, size) = try planes(arrays[0])
        let mask = Mask(size: size, bytes: arrays[0].integers.map { $0 == 0 ? 0 : 1 })
        let labels = try engine.labels(of: mask)
        noteLabels(golden.name, labels, arrays[1])
        #expect(labels.count == golden.labelCount)
        tally.cases.append(golden.name)
    }

    private mutating func noteLabels(_ name: String, _ labels: LabelImage?, _ expected: NPYArray) {
        let found = labels?.labels.map { Int($0) } ?? []
        #expect(found.count == expected.count)
        tally.note("\(name) labels", different: zip(found, expected.integers).count { $0 != $1 })
        tally.labelPixels += found.count
    }

    private mutating func compareFeatures(_ golden: GoldenCase) throws {
        let expected = try NPYArray(golden.bytes("features.npy"))
        let (pixels, size) = try planes(GoldenImages.image(golden, "input.tif"))
        let tokens = (golden.features ?? []).map { ($0.spec, $0.index) }
        #expect(tokens.count == expected.shape[0])
        try comparePlanes(golden.name, tokens, pixels[0], size, expected)
        tally.cases.append(golden.name)
    }

    /// Compares the planes of those features that can be planned; the others are counted.
    private mutating func comparePlanes(
        _ name: String,
        _ tokens: [(String, Int)],
        _ plane: PlanePixels,
        _ size: ImageSize,
        _ expected: NPYArray
    ) throws {
        for (token, index) in tokens {
            let plan: FeaturePlan
            do {
                plan = try FeaturePlan(FeatureSpecification(parsing: token))
            } catch {
                guard case .notYetSupported = error else { throw error }
                tally.laterPlanes[token.split(separator: "=").first.map(String.init) ?? token, default: 0] += 1
                continue
            }
            let found = try engine.features(of: plane, size: size, plan: plan)
            tally.note("\(name) \(token)", different: differences(found[0], expected[index].floats))
            tally.featurePlanes += 1
        }
    }

    private mutating func compareHeaders(_ golden: GoldenCase) throws {
        let (channels, size) = try planes(GoldenImages.image(golden, "input.tif"))
        let spellings = golden.files.keys.filter { $0.hasSuffix(".cl") }.sorted()
        #expect(spellings.count == 36)
        for file in spellings {
            let name = String(file.dropLast(3))
            let expected = "\(name)_labels.tif"
            let result = Result { try Classifier(file: ClassifierFile(parsing: golden.bytes(file), name: file)) }
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
            noteLabels("header/\(name)", found.labels, try GoldenImages.image(golden, expected))
        }
        tally.cases.append(golden.name)
    }

    private mutating func compareForests(_ golden: GoldenCase) throws {
        let values = try NPYArray(golden.bytes("values.npy"))
        let size = ImageSize(width: values.shape[1], height: values.shape[0])
        for name in golden.runs ?? [] {
            let file = try ClassifierFile(parsing: golden.bytes("\(name).cl"), name: name)
            let classifier = try Classifier(file: file)
            let expected = try NPYArray(golden.bytes("\(name)_expected.npy")).floats
            let isMapper = classifier.kind == .probabilityMapper
            let found = try engine.segment(
                channels: [.float32(values.floats)],
                size: size,
                classifier: classifier,
                request: SegmentationRequest(products: [isMapper ? .probabilities : .classMap])
            ) {}
            let numbers = found.classMap?.classes.map { Float($0) } ?? found.probabilities[0]
            tally.note("forest_ties/\(name)", different: differences(numbers, expected))
            tally.forests += 1
        }
        for name in (golden.errors ?? [:]).keys {
            let bytes = try golden.bytes("\(name).cl")
            #expect(throws: ClassifierFileError.self) { try ClassifierFile(parsing: bytes, name: name) }
            tally.forests += 1
        }
        tally.cases.append(golden.name)
    }

    private mutating func compareClassifier(_ golden: GoldenCase) throws {
        let inputs = golden.files.keys.filter { $0.hasPrefix("input") && !$0.contains("expected") }.sorted()
        let arrays = try inputs.map { try GoldenImages.image(golden, $0) }
        let stack = golden.files["feature_stack.npy"] == nil ? nil : try NPYArray(golden.bytes("feature_stack.npy"))
        if GoldenScope.planesOnly.contains(golden.name) {
            let (pixels, size) = try planes(arrays[0])
            let tokens = (golden.featureSpecification ?? "").split(separator: " ").enumerated().map { (String($1), $0) }
            guard let stack else { return }
            try comparePlanes(golden.name, tokens, pixels[0], size, stack)
            return
        }
        let file = try ClassifierFile(parsing: golden.bytes("classifier.cl"), name: golden.name)
        let classifier = try Classifier(file: file)
        tally.cases.append(golden.name)
        // Several inputs are the channels of one image, or images of their own with expected labels each.
        if golden.kind == "training", arrays.count > 1 {
            for (input, array) in zip(inputs, arrays) {
                let expected = "\(input.dropLast(4))_expected_labels.tif"
                let (channels, size) = try planes(array)
                let found = try segment(channels, size, classifier)
                noteLabels("\(golden.name)/\(expected)", found.labels, try GoldenImages.image(golden, expected))
            }
            return
        }
        let parts = try arrays.map(planes)
        let channels = parts.flatMap(\.planes)
        let size = parts[0].size
        let found = try segment(channels, size, classifier)
        try note(golden, found)
        if let stack {
            let stacks = try channels.map { try engine.features(of: $0, size: size, plan: classifier.plan) }
            for (index, plane) in stacks.joined().enumerated() {
                tally.note("\(golden.name) input \(index)", different: differences(plane, stack[index].floats))
                tally.featurePlanes += 1
            }
        }
    }

    private func segment(
        _ channels: [PlanePixels],
        _ size: ImageSize,
        _ classifier: Classifier
    ) throws -> PlaneSegmentation {
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

    private mutating func note(_ golden: GoldenCase, _ found: PlaneSegmentation) throws {
        var compared = 0
        for file in golden.files.keys.sorted() where file.hasPrefix("expected") {
            let expected = try GoldenImages.image(golden, file)
            switch file {
            case "expected_classes.tif":
                let classes = found.classMap?.classes.map { Int($0) } ?? []
                #expect(classes.count == expected.count)
                tally.note("\(golden.name) classes", different: zip(classes, expected.integers).count { $0 != $1 })
                tally.classPixels += classes.count
            case "expected_labels.tif":
                noteLabels(golden.name, found.labels, expected)
                #expect(found.labels?.count == golden.labelCount)
            case "expected_probability.tif":
                tally.note(
                    "\(golden.name) probability",
                    different: differences(found.probabilities[0], expected.floats)
                )
                tally.probabilityPixels += expected.count
            default: continue
            }
            compared += 1
        }
        #expect(compared > 0, "\(golden.name) has nothing to compare")
    }
}
