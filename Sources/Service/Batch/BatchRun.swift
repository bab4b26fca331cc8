import Files
package import Logging
import Results
package import Settings
import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// `segmentd run`: files and folders, now, in one go; the same recipes, results and skipping as the daemon's.
package struct BatchRun: Sendable {
    /// How soon a wish to stop is noticed during a pause.
    private static let look: Duration = .milliseconds(200)

    let processor: ImageProcessor
    private let store: ClassifierStore
    let scope: RedoScope

    /// A run that computes with `worker`; failures are tried again, and with `again` everything.
    package init(
        worker: any ImageSegmenting,
        directories: ServiceDirectories,
        again: Bool,
        retries: RetryPolicy = .batch,
        log: Logger
    ) {
        let kept = directories.state.appending("classifiers")
        // Where no copy can be kept, the classifier's own file serves.
        try? ServiceDirectories.create(kept)
        store = ClassifierStore(keepingCopiesIn: kept, worker: worker)
        processor = ImageProcessor(worker: worker, classifiers: store, ledger: nil, retries: retries, log: log)
        scope = again ? .everything : .failures
    }

    /// Has all classifiers looked into; a run with one that is not usable does not begin.
    ///
    /// - Parameter remark: told why no copy of one can be kept.
    package func loadClassifiers(
        of folders: [FolderSettings],
        remark: (Failure) -> Void = { _ in }
    ) async throws(Failure) {
        for path in ClassifierService.paths(of: folders) {
            do throws(Failure) {
                guard let loaded = try await store.read(path) else { continue }
                if let trouble = loaded.copyTrouble { remark(trouble) }
                await store.adopt(loaded)
            } catch {
                throw Self.refusal(error, of: path)
            }
        }
        for recipe in folders.flatMap(\.recipes) { _ = try RecipeInForce(recipe, in: store) }
    }

    /// Works through `items` in order and hands every outcome out as it comes; stops early when `isStopped` says so.
    ///
    /// Images whose summary names their content, the classifier and the recipe are skipped.
    package func run(
        _ items: [Item],
        isStopped: () -> Bool = { false },
        progress: (Item, RecipeSettings, ImageOutcome, Tally) -> Void
    ) async -> Tally {
        var tally = Tally()
        var later: [(item: Item, due: ContinuousClock.Instant)] = []
        /// Hands out what is settled; the recipes over which a worker was lost come again, when all else is done.
        func work(on item: Item) async {
            let outcomes =
                await processor.process(item.path, in: item.folder, policy: .redo, scope: scope)
                ?? item.folder.recipes.map { _ in .postponed(Self.noImage(item.path)) }
            var again: (recipes: [RecipeSettings], due: ContinuousClock.Instant) = ([], .now)
            for (recipe, outcome) in zip(item.folder.recipes, outcomes) {
                if case .later(let due) = outcome {
                    again = (again.recipes + [recipe], max(again.due, due))
                    continue
                }
                tally.count(outcome)
                progress(item, recipe, outcome, tally)
            }
            if !again.recipes.isEmpty {
                var item = item
                item.folder.recipes = again.recipes
                later.append((item, again.due))
            }
        }
        for item in items where !isStopped() { await work(on: item) }
        while let next = later.indices.min(by: { later[$0].due < later[$1].due }), !isStopped() {
            if later[next].due > .now {
                try? await Task.sleep(until: min(later[next].due, .now + Self.look), clock: .continuous)
                continue
            }
            await work(on: later.remove(at: next).item)
        }
        return tally
    }

    static func noImage(_ path: FilePath) -> Failure {
        Failure(
            kind: "no_image",
            message: "\(path.readable) is gone, is no file, or is an output of segmentd",
            remedy: "name the raw image"
        )
    }
}
