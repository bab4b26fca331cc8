import Imaging
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

    /// Refuses more names or colours than there are classes: of objects where a step gives them classes, else of pixels.
    static func checkClassNames(
        _ settings: RecipeSettings,
        _ classifiers: [FilePath: Known]
    ) throws(Failure) {
        try check(
            settings.classNames ?? [],
            ("class_names", "--class-name", "name"),
            of: classifierOfClasses(settings),
            classifiers
        )
        try check(
            settings.classColors?.map(\.text) ?? [],
            ("class_colors", "--class-color", "colour"),
            of: classifierOfClasses(settings),
            classifiers
        )
    }

    /// Refuses another type of probabilities where none are written.
    static func checkExport(_ settings: RecipeSettings, written: [OutputKind]) throws(Failure) {
        let concerned: Set<OutputKind> = [.probabilities, .uncertainty]
        guard settings.export != nil, concerned.isDisjoint(with: written) else { return }
        throw impossible(
            "export_dtype and export_drange are the numbers of probabilities and uncertainty, and outputs holds neither",
            remedy: "add \"probabilities\" to outputs, or leave export_dtype, drange and export_drange out"
        )
    }

    /// The names and the colours of the classes: the recipe's own, else those that whoever trained the classifier chose; nil where
    /// nobody chose any.
    static func classMarks(
        _ settings: RecipeSettings,
        _ classifiers: [FilePath: Known]
    ) -> (names: [String]?, colors: [ClassPalette.Color]?) {
        let marks = classifierOfClasses(settings).flatMap { classifiers[$0]?.facts.classMarks } ?? []
        guard !marks.isEmpty else { return (settings.classNames, settings.classColors) }
        let colors = marks.enumerated().map { index, mark in mark.color ?? ClassPalette.color(of: index + 1) }
        return (settings.classNames ?? ClassName.usable(marks.map(\.name)), settings.classColors ?? colors)
    }

    /// The file that gives the classes which have names: of objects where a step does, else of pixels.
    private static func classifierOfClasses(_ settings: RecipeSettings) -> FilePath? {
        var file = settings.classifier
        for case .byClassifier(.classify, let classifier, _) in settings.steps { file = classifier }
        return file
    }

    private static func check(
        _ texts: [String],
        _ words: (key: String, option: String, one: String),
        of file: FilePath?,
        _ classifiers: [FilePath: Known]
    ) throws(Failure) {
        guard !texts.isEmpty else { return }
        guard let file, let facts = classifiers[file]?.facts else {
            throw impossible(
                "\(words.key) \(words.one)s classes, and nothing in the recipe gives any",
                remedy: "add a step that gives objects a class, or leave \(words.key) (\(words.option)) out"
            )
        }
        guard texts.count > facts.classes else { return }
        let surplus = texts[facts.classes...].map { "\"\($0)\"" }.joined(separator: ", ")
        throw impossible(
            "\(words.key) has \(texts.count) \(words.one)s, and \(file.lastComponent?.string ?? "the classifier") knows "
                + "\(facts.classes) class(es)",
            remedy: "leave \(surplus) out; the first \(words.one) is that of class 1"
        )
    }
}
