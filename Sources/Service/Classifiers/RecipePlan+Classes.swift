import Settings
import SystemPackage
import WorkerProtocol

extension RecipePlan {
    /// Refuses a width of labels where there are none.
    static func checkLabelType(_ settings: RecipeSettings, possible: [OutputKind]) throws(Failure) {
        guard settings.labelType != nil, !(settings.outputs ?? possible).contains(.labels) else { return }
        throw impossible(
            "label_type is the width of the numbers in label images, and outputs does not hold \"labels\"",
            remedy: "add \"labels\" to outputs, or leave label_type (--label-type) out"
        )
    }

    /// Refuses more names than there are classes: of objects where a step gives them classes, else of pixels.
    static func checkClassNames(
        _ settings: RecipeSettings,
        _ chain: PlannedChain,
        _ classifiers: [FilePath: Known]
    ) throws(Failure) {
        guard let names = settings.classNames else { return }
        var file = settings.classifier
        for case .byClassifier(.classify, let classifier, _) in settings.steps { file = classifier }
        guard let file, let facts = classifiers[file]?.facts else {
            throw impossible(
                "class_names names classes, and nothing in the recipe gives any",
                remedy: "add a step that gives objects a class, or leave class_names (--class-name) out"
            )
        }
        guard names.count > facts.classes else { return }
        let surplus = names[facts.classes...].map { "\"\($0)\"" }.joined(separator: ", ")
        throw impossible(
            "class_names has \(names.count) names, and \(file.lastComponent?.string ?? "the classifier") knows "
                + "\(facts.classes) class(es)",
            remedy: "leave \(surplus) out; the first name is that of class 1"
        )
    }
}
