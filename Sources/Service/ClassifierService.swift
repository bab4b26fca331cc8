import Logging
import Pipeline
import ServiceLifecycle
import Settings
import SystemPackage
import SystemdSupport
import Watching

/// Brings classifier files into force: at the start, and whenever one is replaced.
struct ClassifierService: Service {
    let store: ClassifierStore
    let worker: any ImageSegmenting
    let folders: [FolderSettings]
    let files: FileWatch
    let watcher: FolderWatcher
    let status: ServiceStatus
    let log: Logger

    /// Every classifier of the configuration, once.
    static func paths(of folders: [FolderSettings]) -> [FilePath] {
        var seen: Set<FilePath> = []
        return folders.flatMap(\.recipes).map(\.classifier).filter { seen.insert($0).inserted }
    }

    /// Loads every classifier; one that is not usable leaves its recipes waiting, and says so.
    func loadAll() async {
        for path in Self.paths(of: folders) { await reload(path) }
    }

    /// Reads every classifier file again and has every folder looked through.
    func reloadAndRescan() async {
        await loadAll()
        for index in folders.indices { await watcher.rescan(index) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await files.run() }
                await files.watch(Set(Self.paths(of: folders)))
                for await event in files.events { await take(event) }
                group.cancelAll()
            }
        }
    }

    private func take(_ event: FileWatchEvent) async {
        switch event {
        case .armed:
            // What changed between the first reading and now made no event.
            for path in Self.paths(of: folders) where await reload(path) { await rescanFolders(using: path) }
        case .changed(let path):
            if await reload(path) { await rescanFolders(using: path) }
        case .removed(let path):
            log.warning("classifier \(path) is gone; what was in force stays in force")
        }
    }

    /// Takes the file as it is now into force, if it is good; otherwise the one before stays.
    ///
    /// - Returns: whether another classifier is in force than before.
    @discardableResult
    func reload(_ path: FilePath) async -> Bool {
        let name = path.lastComponent?.string ?? path.string
        do {
            guard let loaded = try await store.read(path) else {
                status.trouble(nil, with: path.string)
                return false
            }
            var warnings: [String] = []
            for recipe in folders.flatMap(\.recipes) where recipe.classifier == path {
                warnings += try RecipePlan(recipe: recipe, classifier: loaded.classifier).warnings
            }
            try await probe(loaded.reference)
            await store.adopt(loaded)
            status.trouble(nil, with: path.string)
            status.classifier(name, digest: loaded.reference.digest, generation: loaded.generation)
            status.publish()
            log.info(
                "classifier \(name) is in force",
                metadata: [
                    "event": .event(.classifierLoaded),
                    "classifier": "\(loaded.reference.digest.prefix(12))",
                    "generation": "\(loaded.generation)",
                ]
            )
            for warning in warnings { log.warning("\(name): \(warning)") }
            return true
        } catch {
            let previous = await store.classifier(at: path)
            let consequence =
                previous.map { "generation \($0.generation) (\($0.reference.digest.prefix(12))) stays in force" }
                ?? "its images wait for a good one"
            status.trouble("\(name) refused", with: path.string)
            log.warning(
                "classifier \(path) is not used: \(error); \(consequence)",
                metadata: ["event": .event(.classifierRejected)]
            )
            return false
        }
    }

    /// A worker that dies over a probe is given a second chance: it may have been killed for another reason.
    private func probe(_ reference: ClassifierReference) async throws(WorkerError) {
        do throws(WorkerError) { try await worker.probe(reference) } catch {
            if case .refused = error { throw error }
            try await worker.probe(reference)
        }
    }

    /// Images that waited for this classifier, or are due again by their folder's policy, are found by a scan.
    private func rescanFolders(using path: FilePath) async {
        for (index, folder) in folders.enumerated() where folder.recipes.contains(where: { $0.classifier == path }) {
            await watcher.rescan(index)
        }
    }
}
