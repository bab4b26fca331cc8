import ArgumentParser
import Imaging
import Settings
import SystemPackage
import WorkerProtocol

/// What `segmentd run` is told of objects: where they come from, and what is done to them.
struct StepOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Begin with label images that others made, beside each image: '{stem}_cp_masks.tif'.",
            valueName: "pattern"
        )
    )
    var labels: String?

    @Option(
        help: ArgumentHelp(
            """
            A step; repeat for several, in order: threshold=0.5,class=2,smooth=1,area=10,5000 (first: objects of \
            probabilities, as ilastik makes them), and after the objects are found keep=round.cl, merge=whole.cl, \
            area=20,5000, area_um2=2.5,400, volume_um3=1,90, border=drop, fill_holes, split_touching=3, classify=types.cl.
            """,
            valueName: "name=value"
        )
    )
    var step: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The channel, from 0, in which the classifiers of objects measure; none: they were trained without an image. \
            Once for all steps that have a classifier, or once for each, in order; standard: as without this option.
            """,
            valueName: "number"
        )
    )
    var channel: [String] = []

    @Option(
        help: ArgumentHelp(
            "What the recipe is called: a part of the names of its results, x_NAME_labels.tif.",
            valueName: "name"
        )
    )
    var recipe: String?

    @Option(help: "What makes objects: foreground (one class), or each-class but the background's.")
    var instances: Instances?

    @Option(help: "The class that is no object, with --instances each-class; 1 if not given.")
    var backgroundClass: Int?

    @Option(
        help: ArgumentHelp(
            "The columns of the object table, in groups: "
                + MeasurementGroup.allCases.map(\.rawValue).joined(separator: ",") + ".",
            valueName: "groups"
        )
    )
    var measurements: String?

    @Option(
        help: ArgumentHelp(
            "What class 1 is called, then class 2, … in probabilities, overlay and exports; repeat for several.",
            valueName: "name"
        )
    )
    var className: [String] = []

    @Option(help: "The numbers in label images: auto (uint32 above 65,535 objects), uint16 or uint32 (for napari).")
    var labelType: LabelType?

    /// What makes objects of classes.
    enum Instances: String, CaseIterable, ExpressibleByArgument {
        case foreground
        case eachClass = "each-class"
    }

    /// The first option that was given, for messages.
    var given: String? {
        if labels != nil { return "--labels" }
        if !step.isEmpty { return "--step" }
        if !channel.isEmpty { return "--channel" }
        if recipe != nil { return "--recipe" }
        if instances != nil { return "--instances" }
        if backgroundClass != nil { return "--background-class" }
        if measurements != nil { return "--measurements" }
        if !className.isEmpty { return "--class-name" }
        return labelType.map { _ in "--label-type" }
    }

    func validate() throws {
        _ = try pattern
        _ = try steps
        _ = try groups
        _ = try classNames
        if backgroundClass != nil, instances != .eachClass {
            throw ValidationError("--background-class goes with --instances each-class.")
        }
        if let backgroundClass, !(1...255).contains(backgroundClass) {
            throw ValidationError("--background-class is a class number, from 1 to 255.")
        }
        if let problem = recipe.flatMap(RecipeSettings.problem(ofName:)) {
            throw ValidationError("--recipe: \(problem.message); \(problem.remedy).")
        }
    }

    /// How label images are called.
    var pattern: LabelsPattern? {
        get throws {
            guard let labels else { return nil }
            do { return try LabelsPattern(labels) } catch { throw ValidationError("--labels: \(error)") }
        }
    }

    /// The steps, in order.
    var steps: [StepSettings] {
        get throws {
            let sources = try sources
            var classifiers = 0
            let steps = try step.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let value = parts.count > 1 ? parts[1] : nil
                let hasClassifier = StepSettings.ObjectTask(rawValue: parts[0]) != nil
                defer { classifiers += hasClassifier ? 1 : 0 }
                let source = sources.count > 1 ? sources.dropFirst(classifiers).first : sources.first
                do {
                    return try StepSettings(
                        name: parts[0],
                        value: value,
                        intensity: hasClassifier ? source ?? nil : nil
                    )
                } catch {
                    throw ValidationError("--step \(text): \(error)")
                }
            }
            if !sources.isEmpty, classifiers == 0 {
                throw ValidationError("--channel goes with a step that has a classifier.")
            }
            if sources.count > 1, sources.count != classifiers {
                throw ValidationError(
                    "--channel is given once for all steps, or once for each that has a classifier: here \(classifiers)."
                )
            }
            return steps
        }
    }

    /// The groups of columns; nil for the standard ones.
    var groups: [MeasurementGroup]? {
        get throws {
            guard let measurements else { return nil }
            return try measurements.split(separator: ",").map { word in
                guard let group = MeasurementGroup(rawValue: String(word)) else {
                    let known = MeasurementGroup.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError(
                        "--measurements: \"\(word)\" is not a group of columns; write some of \(known)."
                    )
                }
                return group
            }
        }
    }

    /// The names of the classes, from class 1; nil where they are called by their numbers.
    var classNames: [String]? {
        get throws {
            guard !className.isEmpty else { return nil }
            if let problem = ClassName.problem(of: className) {
                throw ValidationError("--class-name: \(problem.message); \(problem.remedy).")
            }
            return className
        }
    }

    /// The class that is no object, where all others make objects.
    var background: Int? {
        instances == .eachClass ? backgroundClass ?? RecipeSettings.standardBackgroundClass : nil
    }

    private var sources: [IntensitySource?] {
        get throws {
            try channel.map { text in
                if text == "standard" { return nil }
                if text == "none" { return .labels }
                guard let number = Int(text), number >= 0 else {
                    throw ValidationError("--channel is a number from 0, none, or standard.")
                }
                return .channel(number)
            }
        }
    }
}

extension LabelType: ExpressibleByArgument {}
