import Files
package import Logging
import Results
package import Settings
package import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// `segmentd run`: files and folders, now, in one go; the same recipes, results and skipping as the daemon's.
package struct BatchRun: Sendable {
    /// With fewer images left, more workers would not be ready before the last one is done.
    private static let worthMore = 4
    /// How soon a wish to stop is noticed during a pause.
    private static let look: Duration = .milliseconds(200)

    let processor: ImageProcessor
    private let store: ClassifierStore
    let scope: RedoScope
    private let others: @Sendable () async -> [any ImageSegmenting]

    /// A run that computes with `worker`; failures are tried again, and with `again` everything.
    ///
    /// - Parameter others: asked once, when `worker` has done an image and a few are left, for those that help it.
    package init(
        worker: any ImageSegmenting,
        others: @escaping @Sendable () async -> [any ImageSegmenting] = { [] },
        directories: ServiceDirectories,
        again: Bool,
        retries: RetryPolicy = .batch,
        log: Logger
    ) {
        WriterProbe.ignoreLeaseSignal()
        let kept = directories.state.appending("classifiers")
        // Where no copy can be kept, the classifier's own file serves.
        try? ServiceDirectories.create(kept)
        store = ClassifierStore(keepingCopiesIn: kept, worker: worker)
        processor = ImageProcessor(worker: worker, classifiers: store, ledger: nil, retries: retries, log: log)
        scope = again ? .everything : .failures
        self.others = others
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

    /// Works through `items` in order, as many at once as there are workers, and hands every outcome out as it comes; begins
    /// no more of them when `isStopped` says so.
    ///
    /// Images whose summary names their content, the classifier and the recipe are skipped. For a file that is part of an
    /// image, the first file of that is worked on.
    ///
    /// - Parameter named: all images of the call, whoever works on them; nil where these are all.
    package func run(
        _ items: [Item],
        among named: Set<FilePath>? = nil,
        isStopped: () -> Bool = { false },
        progress: (Item, RecipeSettings, ImageOutcome, Tally) -> Void
    ) async -> Tally {
        var tally = Tally()
        var waiting = items[...]
        var known = named ?? Set(items.map(\.path))
        /// The settings of images of which only some recipes are left.
        var whole: [FilePath: FolderSettings] = [:]
        var later: [(item: Item, due: ContinuousClock.Instant)] = []
        /// Hands out what is settled; the recipes over which a worker was lost come again, when all else is done.
        func settle(_ item: Item, _ outcomes: [ImageOutcome]) {
            var again: (recipes: [RecipeSettings], due: ContinuousClock.Instant) = ([], .now)
            for (recipe, outcome) in zip(item.folder.recipes, outcomes) {
                if case .later(let due) = outcome {
                    again = (again.recipes + [recipe], max(again.due, due))
                    continue
                }
                if case .partOfSet(let first) = outcome, known.insert(first).inserted {
                    let folder = whole[item.path] ?? item.folder
                    waiting.append(Item(path: first, folder: folder))
                    tally.added += folder.recipes.count
                }
                tally.count(outcome)
                progress(item, recipe, outcome, tally)
            }
            if !again.recipes.isEmpty {
                var item = item
                whole[item.path] = whole[item.path] ?? item.folder
                item.folder.recipes = again.recipes
                later.append((item, again.due))
            }
        }
        /// The next image that may be worked on now.
        func next() -> Item? {
            if isStopped() { return nil }
            if let item = waiting.popFirst() { return item }
            guard let soonest = later.indices.min(by: { later[$0].due < later[$1].due }), later[soonest].due <= .now
            else { return nil }
            return later.remove(at: soonest).item
        }
        await withTaskGroup(of: Work.self) { group in
            var (free, isAlone) = ([processor], true)
            var atWork = 0
            while true {
                while !free.isEmpty, let item = next() {
                    let processor = free.removeLast()
                    atWork += 1
                    group.addTask { await work(on: item, with: processor) }
                }
                if atWork > 0, let work = await group.next() {
                    atWork -= 1
                    free.append(work.processor)
                    settle(work.item, work.outcomes)
                    let hasComputed = work.outcomes.contains { if case .done = $0 { true } else { false } }
                    if isAlone, hasComputed, waiting.count >= Self.worthMore {
                        isAlone = false
                        free += await others().map { ImageProcessor(worker: $0, sharing: processor) }
                    }
                } else if isStopped() || later.isEmpty {
                    break
                } else if let due = later.map(\.due).min() {
                    try? await Task.sleep(until: min(due, .now + Self.look), clock: .continuous)
                }
            }
        }
        return tally
    }

    /// What a processor made of an image.
    private struct Work: Sendable {
        var item: Item
        var outcomes: [ImageOutcome]
        var processor: ImageProcessor
    }

    private func work(on item: Item, with processor: ImageProcessor) async -> Work {
        let outcomes =
            await processor.process(item.path, in: item.folder, asksForWriters: true, policy: .redo, scope: scope)
            ?? item.folder.recipes.map { _ in .postponed(Self.noImage(item.path)) }
        return Work(item: item, outcomes: outcomes, processor: processor)
    }

    static func noImage(_ path: FilePath) -> Failure {
        Failure(
            kind: "no_image",
            message: "\(path.readable) is gone, is no file, or is an output of segmentd",
            remedy: "name the raw image"
        )
    }
}
