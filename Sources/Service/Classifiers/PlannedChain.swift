import Imaging
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// The steps of a recipe as they are put one behind the other: each is checked against what comes before it.
struct PlannedChain {
    private let classifiers: [FilePath: RecipePlan.Known]
    /// The steps so far.
    private(set) var steps: [RecipeStep] = []
    /// What they give.
    private(set) var products: Set<Product> = []
    /// What a person should know of the way they were understood.
    private(set) var warnings: [String] = []
    /// The classifier of the pixels; nil where the recipe begins with labels.
    private(set) var pixels: ClassifierFacts?

    /// A chain without steps, which may use `classifiers`.
    init(_ classifiers: [FilePath: RecipePlan.Known]) { self.classifiers = classifiers }

    /// Adds a step, whatever comes before it.
    mutating func append(_ step: RecipeStep) {
        products.formUnion(step.gives)
        steps.append(step)
    }

    /// Adds the classification of the pixels, and what makes objects of it.
    mutating func beginWithPixels(_ settings: RecipeSettings, _ file: FilePath) throws(Failure) {
        let known = try known(file)
        guard known.facts.task == .pixels else {
            throw RecipePlan.impossible(
                "\(file.lastComponent?.string ?? "") is \(known.facts.kindWithArticle), which works on objects",
                remedy: "name it in a step, behind a classifier of pixels or labels: steps = [ { "
                    + "\(known.facts.task.example) } ]"
            )
        }
        pixels = known.facts
        products = known.facts.gives
        add(known.facts.remarks)
        if settings.steps.contains(where: \.thresholdsProbabilities) {
            try leaveObjectsToThreshold(settings, known)
            return
        }
        if let background = settings.backgroundClass {
            try connectEachClass(background, settings, known)
            return
        }
        let foreground = try ForegroundChoice.foreground(settings, of: known.facts)
        if case .positiveClass(let number) = foreground, number > known.facts.classes {
            add(["class \(number) never occurs: the classifier has \(known.facts.classes) classes"])
        }
        append(.classifyPixels(classifier: known.digest, foreground: foreground))
        if foreground != nil { append(.connectComponents) }
    }

    /// Adds the classification of the pixels alone: a step makes objects of the probabilities.
    private mutating func leaveObjectsToThreshold(
        _ settings: RecipeSettings,
        _ known: RecipePlan.Known
    ) throws(Failure) {
        let others = [
            ("positive_class", settings.positiveClass != nil), ("threshold", settings.threshold != nil),
            ("instances", settings.backgroundClass != nil),
        ].filter(\.1).map(\.0)
        if let other = others.first {
            throw RecipePlan.impossible(
                "\(other) and the step threshold both say what objects are",
                remedy: "leave \(other) out, or the step"
            )
        }
        append(.classifyPixels(classifier: known.digest, foreground: nil))
    }

    private mutating func connectEachClass(
        _ background: Int,
        _ settings: RecipeSettings,
        _ known: RecipePlan.Known
    ) throws(Failure) {
        guard known.facts.gives.contains(.classMap) else {
            throw RecipePlan.impossible(
                "instances = \"each-class\" needs a class of every pixel, which \(known.facts.kindWithArticle) does not give",
                remedy: "use a PixelClassifier or ObjectSegmenter, or leave instances out"
            )
        }
        if settings.positiveClass != nil || settings.threshold != nil {
            throw RecipePlan.impossible(
                "instances = \"each-class\" makes objects of all classes, so that none is positive",
                remedy: "leave positive_class and threshold out, or instances"
            )
        }
        guard background <= known.facts.classes else {
            throw RecipePlan.impossible(
                "background_class = \(background) never occurs: the classifier has \(known.facts.classes) class(es)",
                remedy: "write a class from 1 to \(known.facts.classes)"
            )
        }
        append(.classifyPixels(classifier: known.digest, foreground: nil))
        append(.connectEachClass(background: background))
    }

    /// Adds a step that somebody asks for.
    ///
    /// - Throws: a `Failure` where what comes before does not give what it needs.
    mutating func append(_ step: StepSettings) throws(Failure) {
        let made = try recipeStep(step)
        let missing = made.needs.subtracting(products).map(\.rawValue).sorted()
        guard missing.isEmpty else {
            throw RecipePlan.impossible(
                "the step \(made.name) needs \(missing.joined(separator: " and ")), and nothing before it gives that",
                remedy: "add what makes objects (`positive_class`, `threshold` or `instances`), or leave the step out"
            )
        }
        if case .mergeObjects = made, products.contains(.objectClasses) {
            throw RecipePlan.impossible(
                "the step merge stands behind classify: what class would an object of two classes be?",
                remedy: "put classify behind merge"
            )
        }
        append(made)
    }

    private mutating func recipeStep(_ step: StepSettings) throws(Failure) -> RecipeStep {
        switch step {
        case .thresholdProbabilities(let threshold): return .thresholdProbabilities(try checked(threshold))
        case .byClassifier(let task, let file, let intensity):
            let known = try known(file)
            guard task.accepts(known.facts.task) else {
                throw RecipePlan.impossible(
                    "the step \(task.rawValue) needs \(task.classifiers), and \(file.lastComponent?.string ?? "") is "
                        + known.facts.kindWithArticle,
                    remedy: "name another file, or write \(known.facts.task.example)"
                )
            }
            add(known.facts.remarks)
            if intensity != nil, known.facts.task == .classifyRows {
                throw RecipePlan.impossible(
                    "channel has no meaning for \(file.lastComponent?.string ?? ""): \(known.facts.kindWithArticle) reads "
                        + "columns of the object table",
                    remedy: "leave channel (--channel) out"
                )
            }
            if intensity == nil, let channels = pixels?.channels, channels > 1, known.facts.task != .classifyRows {
                add([
                    "\(file.lastComponent?.string ?? "") measures objects in channel 0 of \(channels); name another with "
                        + "`channel = 1` in the step, or `channel = \"none\"` if it was trained without an image"
                ])
            }
            if case .channel(let number) = intensity, let channels = pixels?.channels, number >= channels {
                throw RecipePlan.impossible(
                    "the step \(task.rawValue) names channel \(number), and the images have \(channels) (counted from 0)",
                    remedy: "write a channel from 0 to \(channels - 1)"
                )
            }
            let source = intensity ?? .channel(0)
            switch task {
            case .keep: return .keepObjects(classifier: known.digest, intensity: source)
            case .merge: return .mergeObjects(classifier: known.digest, intensity: source)
            case .classify: return .classifyObjects(classifier: known.digest, intensity: source)
            }
        case .keepSizes(let least, let most, let unit):
            return .keepSizes(least: least, most: most.isFinite ? most : nil, unit: unit)
        case .dropBorderObjects: return .dropBorderObjects
        case .fillHoles: return .fillHoles
        case .splitTouching(let smoothing): return .splitTouching(smoothing: smoothing)
        }
    }

    /// What to say of an output for which the chain gives too little.
    func cannotGive(_ output: OutputKind) -> Failure {
        let remedy: String
        let missing = output.needs.subtracting(products)
        if missing.contains(.features) {
            let reason = pixels == nil ? "" : ": a classifier of several stages keeps its features to itself"
            remedy = "leave it out\(reason)"
        } else if missing.contains(.objectClasses) {
            remedy = "add a step that gives objects a class: steps = [ { classify = \"types.cl\" } ]"
        } else if !missing.isDisjoint(with: [.mask, .labels]) {
            remedy =
                pixels?.foreground == .threshold
                ? "add for example `threshold = 0.5` to the recipe"
                : "add for example `positive_class = 2` to the recipe, or `steps = [ { threshold = 0.5, class = 2 } ]`"
        } else {
            let others = OutputKind.all.filter { $0.needs.isSubset(of: products) }
            remedy = "ask for " + others.map { "\"\($0)\"" }.joined(separator: " or ")
        }
        let subject = pixels.map { "\($0.kindWithArticle) does" } ?? "label images do"
        return RecipePlan.impossible(
            "outputs holds \"\(output)\", which \(subject) not give by \(pixels == nil ? "themselves" : "itself")",
            remedy: remedy
        )
    }

    private func known(_ file: FilePath) throws(Failure) -> RecipePlan.Known {
        guard let known = classifiers[file] else { throw .internalFault("nothing is known of \(file)") }
        return known
    }

    private mutating func add(_ news: [String]) { warnings += news.filter { !warnings.contains($0) } }
}

extension StepSettings.ObjectTask {
    /// What does it, for people.
    fileprivate var classifiers: String {
        switch self {
        case .keep: "an ObjectSelector"
        case .merge: "an ObjectMerger"
        case .classify: "an ObjectClassifier or a TableRowClassifier"
        }
    }

    fileprivate func accepts(_ task: ClassifierFacts.Task) -> Bool {
        switch self {
        case .keep: task == .selectObjects
        case .merge: task == .mergeObjects
        case .classify: task == .classifyObjects || task == .classifyRows
        }
    }
}

extension ClassifierFacts.Task {
    /// How a recipe names a classifier of this kind.
    fileprivate var example: String {
        switch self {
        case .pixels: "classifier = \"…\""
        case .classifyObjects, .classifyRows: "classify = \"…\""
        case .selectObjects: "keep = \"…\""
        case .mergeObjects: "merge = \"…\""
        }
    }
}
