import Imaging
import Results
package import Settings
package import SystemPackage
import WorkerClient
package import WorkerProtocol

/// A recipe of the configuration joined with the classifiers in force: exactly what is asked of the worker for an image.
package struct RecipePlan: Sendable {
    /// The kind of the failure where a classifier cannot give what a recipe wants.
    static let impossibleKind = "recipe_impossible"

    /// What is known of a classifier file.
    package struct Known: Sendable {
        package var facts: ClassifierFacts
        /// SHA-256 of the file, hexadecimal.
        package var digest: String

        /// What a worker told of the file with that digest.
        package init(facts: ClassifierFacts, digest: String) {
            self.facts = facts
            self.digest = digest
        }
    }

    /// What is asked for.
    package let recipe: Recipe
    /// What a person should know of the way the recipe was understood.
    package let warnings: [String]

    /// The digest of all its classifier files.
    package var classifiersDigest: String { ClassifierDigests.combined(recipe.steps.compactMap(\.classifier)) }

    /// Joins `settings` and its classifiers.
    ///
    /// - Parameter classifiers: what is known of each of `settings.classifiers`.
    /// - Throws: an `Failure` of kind `recipe_impossible` when a classifier cannot give what the recipe wants, or
    ///   has no use for what it says, or a step cannot work on what comes before: nothing that somebody asked for is left
    ///   out in silence.
    package init(_ settings: RecipeSettings, classifiers: [FilePath: Known]) throws(Failure) {
        var chain = PlannedChain(classifiers)
        if let pattern = settings.labels {
            chain.append(.takeLabels(pattern: pattern.text))
        } else if let file = settings.classifier {
            try chain.beginWithPixels(settings, file)
        }
        for step in settings.steps { try chain.append(step) }
        let products = chain.products
        let possible = OutputKind.all.filter { $0.needs.isSubset(of: products) }
        if let output = settings.outputs?.first(where: { !possible.contains($0) }) {
            throw chain.cannotGive(output)
        }
        if settings.measurements != nil, !(settings.outputs ?? possible).contains(.objects) {
            throw Self.impossible(
                "measurements are columns of the object table, and outputs does not hold \"objects\"",
                remedy: "add \"objects\" to outputs, or leave measurements out"
            )
        }
        try Self.checkLabelType(settings, possible: possible)
        try Self.checkClassNames(settings, classifiers)
        let marks = Self.classMarks(settings, classifiers)
        let standard = possible.filter { $0.isStandard(for: chain.pixels) }
        try Self.checkExport(settings, written: settings.outputs ?? standard)
        var recipe = Recipe(
            steps: chain.steps,
            axes: settings.axes,
            measurements: settings.measurements,
            classNames: marks.names,
            labelType: settings.labelType ?? .auto,
            outputs: settings.outputs ?? standard
        )
        recipe.hasNamesOfProject = marks.names != nil && (settings.classNames == nil || settings.hasNamesOfProject)
        recipe.hasColorsOfProject = marks.colors != nil && (settings.classColors == nil || settings.hasColorsOfProject)
        recipe.groups = settings.groups
        (recipe.classColors, recipe.export) = (marks.colors, settings.export)
        (recipe.channels, recipe.positions) = (settings.channels, settings.positions)
        self.recipe = recipe
        warnings = chain.warnings
    }

    /// Joins `settings`, which has one classifier, and what is known of that.
    package init(_ settings: RecipeSettings, classifier: ClassifierFacts, digest: String) throws(Failure) {
        let known = Known(facts: classifier, digest: digest)
        try self.init(settings, classifiers: Dictionary(uniqueKeysWithValues: settings.classifiers.map { ($0, known) }))
    }

    /// Joins `settings` and its classifier files as they are now.
    ///
    /// - Throws: also a `Failure` for a file that cannot be read, or is refused.
    init(_ settings: RecipeSettings, askingOf worker: any ImageSegmenting) async throws(Failure) {
        var known: [FilePath: Known] = [:]
        for path in settings.classifiers {
            let file = try await ClassifierFile(opening: path, by: worker)
            known[path] = Known(facts: try await file.facts(by: worker), digest: file.digest)
        }
        try self.init(settings, classifiers: known)
    }

    static func impossible(_ message: String, remedy: String) -> Failure {
        Failure(kind: impossibleKind, message: message, remedy: remedy)
    }
}

extension OutputKind {
    /// Whether a recipe that names no outputs writes it, if it can.
    fileprivate func isStandard(for classifier: ClassifierFacts?) -> Bool {
        switch standard {
        case .always: true
        case .asPurpose: classifier?.purpose.map(needs.contains) ?? false
        case .never: false
        }
    }
}

extension ClassifierFacts {
    /// `a PixelClassifier`, `an ObjectSegmenter`.
    var kindWithArticle: String {
        "\(kind.first.map { "AEIOU".contains($0) } ?? false ? "an" : "a") \(kind)"
    }
}
