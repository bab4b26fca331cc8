package import Logging
package import Pipeline
package import Settings
package import SystemPackage

/// `segmentd run`: files and folders, now, in one go; the same recipes, results and skipping as the daemon's.
package struct BatchRun: Sendable {
    /// One image to work on, and the folder settings that apply to it.
    package struct Item: Sendable {
        package var path: FilePath
        package var folder: FolderSettings
    }

    /// What became of the images so far.
    package struct Tally: Sendable, Equatable {
        package var done = 0
        package var upToDate = 0
        package var failed = 0
    }

    private let processor: ImageProcessor
    private let store: ClassifierStore
    private let worker: any ImageSegmenting
    private let again: Bool

    /// A run that computes with `worker`; `again` also does what is done already.
    package init(worker: any ImageSegmenting, directories: ServiceDirectories, again: Bool, log: Logger) throws {
        let kept = directories.state.appending("classifiers")
        try ServiceDirectories.create(kept)
        store = ClassifierStore(keepingCopiesIn: kept)
        processor = ImageProcessor(worker: worker, classifiers: store, ledger: nil, log: log)
        self.worker = worker
        self.again = again
    }

    /// Parses all classifiers; a run with one that is not usable does not begin.
    package func loadClassifiers(of folders: [FolderSettings]) async throws(ImageFailure) {
        for path in ClassifierService.paths(of: folders) {
            guard let loaded = try await store.read(path) else { continue }
            for recipe in folders.flatMap(\.recipes) where recipe.classifier == path {
                _ = try RecipePlan(recipe: recipe, classifier: loaded.classifier)
            }
            await store.adopt(loaded)
        }
    }

    /// Works through `items` in order and hands every outcome out as it comes.
    ///
    /// Images whose summary names their content, the classifier and the recipe are skipped.
    package func run(
        _ items: [Item],
        progress: (Item, RecipeSettings, ImageOutcome, Tally) -> Void
    ) async -> Tally {
        var tally = Tally()
        for item in items {
            let outcomes = await processor.process(item.path, in: item.folder, policy: .redo, again: again)
            for (recipe, outcome) in zip(item.folder.recipes, outcomes ?? []) {
                switch outcome {
                case .done: tally.done += 1
                case .upToDate: tally.upToDate += 1
                case .failed, .postponed, .changed, .waitsForClassifier: tally.failed += 1
                }
                progress(item, recipe, outcome, tally)
            }
        }
        return tally
    }
}
