import Files
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// A recipe with the classifiers that are in force for it now.
struct RecipeInForce: Sendable {
    /// What is asked of the worker.
    let plan: RecipePlan
    /// The classifiers, in the order of `RecipeSettings.classifiers`.
    let loaded: [ClassifierStore.Loaded]

    /// Joins `settings` and the classifiers that `store` holds; nil where one of them was never good.
    ///
    /// - Throws: a `Failure` of kind `recipe_impossible`.
    init?(_ settings: RecipeSettings, in store: ClassifierStore) throws(Failure) {
        try self.init(settings, replacing: [], in: store)
    }

    /// The same, as if `news` were in force already.
    init?(
        _ settings: RecipeSettings,
        replacing news: [ClassifierStore.Loaded],
        in store: ClassifierStore
    ) throws(Failure) {
        var loaded: [ClassifierStore.Loaded] = []
        for file in settings.classifiers {
            guard let classifier = news.first(where: { $0.path == file }) ?? store.classifier(at: file)
            else { return nil }
            loaded.append(classifier)
        }
        var known: [FilePath: RecipePlan.Known] = [:]
        for classifier in loaded {
            known[classifier.path] = .init(facts: classifier.facts, digest: classifier.reference.digest)
        }
        self.loaded = loaded
        plan = try RecipePlan(settings, classifiers: known)
    }

    /// The classifiers as summaries tell of them, by the digest of their files.
    func classifier(_ digest: String?) -> Summary.Classifier? {
        guard let found = loaded.first(where: { $0.reference.digest == digest }) else { return nil }
        return Summary.Classifier(
            name: found.reference.name,
            path: found.path.readable,
            sha256: found.reference.digest,
            generation: found.generation,
            classifierClass: found.facts.kind,
            features: found.facts.features
        )
    }

    /// The steps as a summary tells of them; `objects` are those behind each, where that is known.
    func steps(objects: [Int?] = []) -> [Summary.Step] {
        plan.recipe.steps.enumerated().map { index, step in
            // The classifier of the pixels stands in the summary itself.
            var digest = step.classifier
            if case .classifyPixels = step { digest = nil }
            return Summary.Step(
                step,
                classifier: classifier(digest),
                objects: index < objects.count ? objects[index] : nil
            )
        }
    }
}
