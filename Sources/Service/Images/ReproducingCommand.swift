import Files
import Imaging
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// The command line that makes the outputs of an image again, byte for byte, by the kept copies of the classifiers.
///
/// It writes into a new folder below the one in which it is typed, so that the results that are there stay.
struct ReproducingCommand {
    /// Where it writes.
    static let folder = "reproduced"

    /// The words, unquoted.
    let words: [String]

    /// The command as a shell takes it.
    var text: String { words.map(ShellText.quoted).joined(separator: " ") }

    /// The command for the image and the recipe of a task.
    init(_ planned: PlannedTask) {
        let (recipe, loaded) = (planned.task.recipe, planned.inForce.loaded)
        func kept(_ file: FilePath) -> String {
            (loaded.first { $0.path == file }?.reference.keptCopy ?? file).string
        }
        var words = ["segmentd", "run"]
        if let classifier = recipe.classifier { words += ["--classifier", kept(classifier)] }
        if let labels = recipe.labels { words += ["--labels", labels.text] }
        if let name = recipe.name { words += ["--recipe", name] }
        if let number = recipe.positiveClass { words += ["--positive-class", "\(number)"] }
        if let threshold = recipe.threshold { words += ["--threshold", "\(threshold)"] }
        if let number = recipe.backgroundClass {
            words += ["--instances", "each-class", "--background-class", "\(number)"]
        }
        for step in recipe.steps { words += ["--step", step.word(kept)] }
        words += Self.channels(of: recipe.steps)
        if let groups = recipe.measurements {
            words += ["--measurements", groups.map(\.rawValue).joined(separator: ",")]
        }
        if let axes = recipe.axes { words += ["--axes", "\(axes)"] }
        for output in planned.plan.recipe.outputs { words += ["--output", output.rawValue] }
        let image = planned.task.image.path.string
        self.words = words + ["--output-dir", Self.folder, image.hasPrefix("-") ? "./\(image)" : image]
    }

    /// The channel of each step that has a classifier, in order; nothing where all have the standard one.
    private static func channels(of steps: [StepSettings]) -> [String] {
        let sources = steps.compactMap { step in
            if case .byClassifier(_, _, let source) = step {
                source.map { "\($0)" } ?? StepSettings.standardChannel
            } else {
                nil
            }
        }
        guard sources.contains(where: { $0 != StepSettings.standardChannel }) else { return [] }
        return Set(sources).count == 1 ? ["--channel", sources[0]] : sources.flatMap { ["--channel", $0] }
    }
}

extension StepSettings {
    /// The step as it stands behind `--step`; `place` tells where the file of a classifier is.
    fileprivate func word(_ place: (FilePath) -> String) -> String {
        switch self {
        case .byClassifier(let task, let file, _): "\(task.rawValue)=\(place(file))"
        case .keepSizes(let least, let most, let unit): "\(unit.rawValue)=\(least),\(most)"
        case .dropBorderObjects: "border=drop"
        case .fillHoles: "fill_holes"
        case .splitTouching(let smoothing): "split_touching=\(smoothing)"
        }
    }
}
