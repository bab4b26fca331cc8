import Files
import Logging
import ServiceLifecycle
import Settings
import SystemPackage
import SystemdSupport
import Watching
import WorkerClient
import WorkerProtocol

/// Brings classifier files into force: at the start, and whenever one is replaced.
struct ClassifierService: Service {
    /// How soon a file that could not be read, or a worker that could not be asked, is tried again.
    private static let retryPause: Duration = .seconds(30)

    let refusals = ClassifierRefusals()
    let store: ClassifierStore
    let worker: any ImageSegmenting
    let requests: ClassifierRequests
    let folders: FoldersInForce
    let configuration: RunningConfiguration
    let files: FileWatch
    let watcher: FolderWatcher
    let status: ServiceStatus
    let manager: ServiceManager
    let log: Logger

    /// Every classifier of the configuration, once.
    static func paths(of folders: [FolderSettings]) -> [FilePath] {
        var seen: Set<FilePath> = []
        return folders.flatMap(\.recipes).flatMap(\.classifiers).filter { seen.insert($0).inserted }
    }

    /// Loads every classifier; one that is not usable leaves its recipes waiting, and says so.
    ///
    /// - Returns: the files that are in force now and were not before.
    @discardableResult
    func loadAll() async -> Set<FilePath> {
        var news: Set<FilePath> = []
        for path in Self.paths(of: folders.settings) {
            manager.extendTimeout(by: Self.patience(at: path))
            if await reload(path) { news.insert(path) }
        }
        return news
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await files.run() }
                group.addTask { await passOnEvents() }
                group.addTask { await remindOfRefusals() }
                await files.watch(Set(Self.paths(of: folders.settings)))
                for await request in requests.stream { await answer(request) }
                group.cancelAll()
            }
        }
    }

    private func answer(_ request: ClassifierRequests.Request) async {
        switch request {
        case .reload(let path):
            refusals.hasChanged(path)
            if await reload(path) { await rescanFolders(using: path) }
        case .reloadAndTell(let path, let tell):
            if await reload(path) { await rescanFolders(using: path) }
            tell()
        case .retry:
            for path in refusals.takeDue() where await reload(path) { await rescanFolders(using: path) }
            refusals.retried()
        case .reloadAll: await lookAtEverything()
        case .reloadAllAndTell(let tell):
            let (change, news) = await lookAtEverything()
            tell(change, news)
        }
    }

    private func passOnEvents() async {
        for await event in files.events {
            switch event {
            case .armed:
                // What changed between the first reading and now made no event.
                for path in Self.paths(of: folders.settings) { requests.send(.reload(path)) }
            case .changed(let path): requests.send(.reload(path))
            case .removed(let path):
                log.event(
                    .classifierGone,
                    "classifier \(path.readable) is gone; what was in force stays in force",
                    ["file": .bytes(path.bytes)]
                )
            }
        }
    }

    private func remindOfRefusals() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.retryPause)
            if refusals.askForRetry() { requests.send(.retry) }
        }
    }

    /// Takes the file as it is now into force, if it is good; otherwise the one before stays.
    ///
    /// - Returns: whether another classifier is in force than before.
    @discardableResult
    func reload(_ path: FilePath) async -> Bool {
        let name = path.lastComponent?.string ?? path.string
        if awaitsFirstTraining(path) {
            let hasVersions = (try? ClassifierVersions(of: path).list())?.versions.isEmpty == false
            let words =
                hasVersions ? "is gone (segmentd promote brings a version back)" : "waits for its first training"
            status.note("\(name) \(words)", about: "first training of \(path)")
            return false
        }
        status.note(nil, about: "first training of \(path)")
        let before = store.classifier(at: path)
        do {
            guard let loaded = try await store.read(path) else {
                tellOfClasses(at: path, since: before)
                settle(path)
                tellOfCopy(at: path)
                return false
            }
            var warnings: [String] = []
            for recipe in folders.settings.flatMap(\.recipes) where recipe.classifiers.contains(path) {
                // Where another classifier of the recipe is not in force yet, the last one to come is judged with all.
                guard let plan = try RecipeInForce(recipe, replacing: [loaded], in: store)?.plan else { continue }
                warnings += plan.warnings.filter { !warnings.contains($0) }
            }
            try await probe(loaded.reference)
            await adopt(loaded)
            for warning in warnings {
                log.event(.classifierWarning, "\(name): \(warning)", Self.fields(of: loaded))
            }
            lookAgain(atThoseBeside: path)
            return true
        } catch {
            if let failure = error as? Failure, failure.kind == Failure.projectChangingKind,
                store.classifier(at: path) != nil
            {
                // The next event, or the next retry, finds it saved; that is nothing to tell of.
                refusals.note(path, reason: refusals.reason(for: path), isTransient: true)
                return false
            }
            if refusals.reason(for: path) != "\(error)" {
                status.announcements.send(.classifierRefused(path, reason: "\(error)"))
            }
            let kind = (error as? Failure)?.kind
            refusals.note(
                path,
                reason: "\(error)",
                // The library may be installed meanwhile.
                isTransient: (error as? Failure)?.isTransient ?? true || kind == Failure.noLibraryKind,
                isCostly: kind == Failure.workerUnavailableKind
            )
            status.refused(path, error, inForce: store.classifier(at: path))
            status.publish()
            return false
        }
    }

    /// Whether a file is not there because nobody has annotated anything yet.
    private func awaitsFirstTraining(_ path: FilePath) -> Bool {
        guard store.classifier(at: path) == nil,
            folders.settings.contains(where: { folder in
                folder.recipes.flatMap(\.trainings).contains { $0.classifier == path }
            })
        else { return false }
        do {
            _ = try FileCalls().state(at: path, followingLink: true)
            return false
        } catch { return error == .noSuchFileOrDirectory }
    }

    /// Takes a classifier that was found good into force.
    func adopt(_ loaded: ClassifierStore.Loaded) async {
        let path = loaded.path
        let name = path.lastComponent?.string ?? path.string
        await store.adopt(loaded)
        settle(path)
        tellOfCopy(at: path)
        if status.trainings.comesIntoForce(path, digest: loaded.reference.digest) {
            status.note(nil, about: "candidate of \(path)")
        }
        status.classifier(name, at: path.string, digest: loaded.reference.digest, generation: loaded.generation)
        status.publish()
        status.announcements.send(
            .classifierInForce(path, digest: loaded.reference.digest, generation: loaded.generation)
        )
        log.event(
            .classifierLoaded,
            "classifier \(name) is in force: generation \(loaded.generation), \(loaded.reference.digest.prefix(12))",
            Self.fields(of: loaded)
        )
    }

    static func fields(of loaded: ClassifierStore.Loaded) -> Logger.Metadata {
        [
            "file": .bytes(loaded.path.bytes), "classifier": "\(loaded.reference.digest.prefix(12))",
            "generation": "\(loaded.generation)",
        ]
    }

    /// Has the classifiers looked at again that share a recipe with one that came into force, and were refused because of
    /// what stood in its place.
    private func lookAgain(atThoseBeside path: FilePath) {
        for recipe in folders.settings.flatMap(\.recipes) where recipe.classifiers.contains(path) {
            for other in recipe.classifiers
            where other != path && store.classifier(at: other) == nil && refusals.reason(for: other) != nil {
                requests.send(.reload(other))
            }
        }
    }

    /// Says, once, that no copy of a classifier can be kept, and has it tried again.
    private func tellOfCopy(at path: FilePath) {
        let trouble = store.classifier(at: path)?.copyTrouble
        let name = path.lastComponent?.string ?? path.string
        status.copy(of: name, at: path, trouble)
        status.publish()
        if trouble != nil { refusals.note(path, reason: nil, isTransient: true) }
    }

    private func settle(_ path: FilePath) {
        refusals.settle(path)
        status.trouble(nil, with: path.string)
        status.publish()
    }

    /// A worker that dies over a probe is given a second chance: it may have been killed for another reason.
    func probe(_ reference: ClassifierReference) async throws(WorkerError) {
        do throws(WorkerError) { try await worker.probe(reference) } catch {
            if case .refused = error { throw error }
            try await worker.probe(reference)
        }
    }

    /// Images that waited for this classifier, or are due again by their folder's policy, are found by a scan.
    private func rescanFolders(using path: FilePath) async {
        for folder in folders.all
        where folder.settings.recipes.contains(where: { $0.classifiers.contains(path) }) {
            await watcher.rescan(folder.number)
        }
    }
}
