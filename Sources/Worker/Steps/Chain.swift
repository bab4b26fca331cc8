import Classifiers
import Imaging
import Segmentation
import WorkerProtocol

/// A recipe's chain made ready: what the engine is asked for, and the steps after it.
struct Chain {
    /// What the engine makes of the pixels; nil where objects come from others.
    let request: SegmentationRequest?
    /// The steps that something is needed of, in order, with their places in the recipe.
    private let steps: [(place: Int, step: any Step)]
    let stepCount: Int
    /// Whether something is done to objects, so that the mask is theirs.
    let changesObjects: Bool

    /// Leaves out what no output needs.
    ///
    /// - Parameters:
    ///   - classifiers: those of objects, by digest.
    ///   - earlier: what of an earlier result stays, where something does.
    ///   - start: the output of it that takes the place of the pixels' classification.
    init(
        _ recipe: Recipe,
        classifiers: [String: ObjectClassifier],
        earlier: EarlierResult? = nil,
        from start: OutputKind? = nil
    ) throws(Failure) {
        let written = recipe.outputs.products
        let counted = earlier.map { $0.counted } ?? recipe.countedProducts
        let demand =
            counted.map { recipe.countedDemand(for: written.union($0)) }
            ?? RecipeDemand(recipe.steps, for: written)
        var steps: [(place: Int, step: any Step)] = []
        for place in demand.places {
            if start == .labels, recipe.steps[place].gives.contains(.labels) { continue }
            if let made = try Self.make(recipe.steps[place], classifiers) { steps.append((place, made)) }
        }
        self.steps = steps
        stepCount = recipe.steps.count
        changesObjects = steps.contains { !($0.step is ConnectComponents) && !($0.step is ClassifyObjects) }
        guard recipe.pixelClassifier != nil else {
            request = nil
            return
        }
        var needed = demand.products
        var (positiveClass, threshold): (Int?, Float?)
        switch recipe.foreground {
        case .positiveClass(let number): positiveClass = number
        case .threshold(let probability): threshold = probability
        case nil: break
        }
        // What objects of several classes, or of probabilities, are is the step's business, not the engine's.
        for step in recipe.steps {
            switch step {
            case .connectEachClass, .thresholdProbabilities: needed.subtract([.mask, .labels])
            default: break
            }
        }
        needed.subtract([.objectClasses, .features])
        request = SegmentationRequest(positiveClass: positiveClass, threshold: threshold, products: needed)
    }

    /// The places in the recipe of the steps behind the engine's.
    var places: [Int] { steps.map(\.place) }

    /// Takes a plane or volume through the steps.
    ///
    /// - Parameter counts: the objects behind each step of the recipe so far, to which those of this plane are added.
    func run(
        on plane: inout SegmentedPlane,
        in setting: StepSetting,
        counts: inout [Int?],
        beat: () -> Void
    ) throws(Failure) {
        if counts.isEmpty { counts = Array(repeating: nil, count: stepCount) }
        for (place, step) in steps {
            beat()
            try step.run(on: &plane, in: setting)
            if let objects = plane.objectCount { counts[place] = (counts[place] ?? 0) + objects }
        }
        if changesObjects, let labels = plane.segmentation.labels {
            plane.segmentation.mask = Mask(foregroundOf: labels)
        }
    }

    /// What does a step; nil for the one that is the engine's.
    private static func make(
        _ step: RecipeStep,
        _ classifiers: [String: ObjectClassifier]
    ) throws(Failure) -> (any Step)? {
        func classifier(_ digest: String) throws(Failure) -> ObjectClassifier {
            guard let classifier = classifiers[digest] else {
                throw .internalFault("classifier \(digest) was never sent to the worker")
            }
            return classifier
        }
        switch step {
        case .classifyPixels: return nil
        case .takeLabels: return TakeLabels()
        case .connectComponents: return ConnectComponents()
        case .connectEachClass(let background): return ConnectEachClass(background: background)
        case .thresholdProbabilities(let threshold): return ThresholdProbabilities(threshold: threshold)
        case .keepObjects(let digest, let source):
            return KeepObjects(classifier: try classifier(digest), intensity: source)
        case .mergeObjects(let digest, let source):
            return MergeObjects(classifier: try classifier(digest), intensity: source)
        case .keepSizes(let least, let most, let unit):
            return KeepSizes(least: least, most: most ?? .infinity, unit: unit)
        case .dropBorderObjects: return DropBorderObjects()
        case .fillHoles: return FillHoles()
        case .splitTouching(let smoothing): return SplitTouching(smoothing: smoothing)
        case .classifyObjects(let digest, let source):
            return ClassifyObjects(classifier: try classifier(digest), intensity: source)
        }
    }
}
