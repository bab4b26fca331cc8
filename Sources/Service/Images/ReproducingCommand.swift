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

    /// The command as a shell takes it.
    let text: String

    /// The command for the image and the recipe of a task.
    init(_ planned: PlannedTask) {
        let (recipe, loaded) = (planned.task.recipe, planned.inForce.loaded)
        func kept(_ file: FilePath) -> [UInt8] {
            let copy = loaded.first { $0.path == file && $0.copyTrouble == nil }?.reference.keptCopy
            return Array((copy ?? file).bytes)
        }
        var words = ["segmentd", "run"]
        if let classifier = recipe.classifier {
            words += ["--classifier", ShellText.quoted(bytes: kept(classifier))]
        }
        if let labels = recipe.labels { words.append(ShellText.quoted("--labels=\(labels.text)")) }
        if let name = recipe.name { words += ["--recipe", name] }
        if let number = recipe.positiveClass { words += ["--positive-class", "\(number)"] }
        if let threshold = recipe.threshold { words += ["--threshold", "\(threshold)"] }
        if let number = recipe.backgroundClass {
            words += ["--instances", "each-class", "--background-class", "\(number)"]
        }
        for step in recipe.steps { words += ["--step", ShellText.quoted(bytes: step.word(kept))] }
        words += Self.channels(of: recipe.steps)
        if let groups = recipe.measurements {
            words += ["--measurements", groups.map(\.rawValue).joined(separator: ",")]
        }
        // Those of the classifier too: the kept copy may tell of pixels alone.
        let (names, colors) = (planned.plan.recipe.classNames, planned.plan.recipe.classColors)
        for name in names ?? [] { words.append(ShellText.quoted("--class-name=\(name)")) }
        for color in colors ?? [] { words.append(ShellText.quoted("--class-color=\(color.text)")) }
        if let export = recipe.export {
            words += ["--export-dtype", export.type.rawValue]
            if let scale = export.scale { words += ["--drange=\(scale.from)", "--export-drange=\(scale.to)"] }
        }
        if let type = recipe.labelType { words += ["--label-type", type.rawValue] }
        if let groups = planned.groups?.groups, planned.plan.recipe.outputs.contains(.objects) {
            for (name, text) in zip(groups.names, groups.texts) {
                words.append(ShellText.quoted("--group=\(name)=\(text)"))
            }
        }
        if let together = planned.task.set?.together {
            words.append(ShellText.quoted("--together=\(together.text)"))
        }
        if let axes = recipe.axes { words += ["--axes", "\(axes)"] }
        if let channels = recipe.channels { words.append(ShellText.quoted("--channels=\(channels.optionText)")) }
        if let positions = recipe.positions { words.append(ShellText.quoted("--positions=\(positions.optionText)")) }
        for output in planned.plan.recipe.outputs { words += ["--output", output.rawValue] }
        words += ["--output-dir", Self.folder, ShellText.quoted(bytes: Array(planned.task.image.path.bytes))]
        text = words.joined(separator: " ")
    }

    /// The channel of each step that has a classifier, in order; nothing where nobody named one.
    private static func channels(of steps: [StepSettings]) -> [String] {
        let sources = steps.compactMap { step in
            if case .byClassifier(_, _, let source) = step { source.map { "\($0)" } ?? standardChannel } else { nil }
        }
        guard sources.contains(where: { $0 != standardChannel }) else { return [] }
        return Set(sources).count == 1 ? ["--channel", sources[0]] : sources.flatMap { ["--channel", $0] }
    }

    /// How a step is told to measure where it would by itself: a classifier of table rows takes no channel.
    private static let standardChannel = "standard"
}

extension StepSettings {
    /// The step as it stands behind `--step`; `place` tells where the file of a classifier is.
    fileprivate func word(_ place: (FilePath) -> [UInt8]) -> [UInt8] {
        switch self {
        case .byClassifier(let task, let file, _): Array("\(task.rawValue)=".utf8) + place(file)
        case .thresholdProbabilities(let threshold): Array("threshold=\(threshold.optionText)".utf8)
        case .keepSizes(let least, let most, let unit): Array("\(unit.rawValue)=\(least),\(most)".utf8)
        case .dropBorderObjects: Array("border=drop".utf8)
        case .fillHoles: Array("fill_holes".utf8)
        case .splitTouching(let smoothing): Array("split_touching=\(smoothing)".utf8)
        }
    }
}
