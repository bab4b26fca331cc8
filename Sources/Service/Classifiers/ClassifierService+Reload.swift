import Files
import Logging
import Settings
import SystemPackage
import SystemdSupport
import Watching
import WorkerProtocol

extension ClassifierService {
    /// So long a reload waits for the first look through folders that are new; one on a dead share does not hold it up.
    private static let patience: Duration = .seconds(30)
    private static let pause: Duration = .milliseconds(20)

    /// Reads everything again that a start reads: the configuration, every classifier, every folder.
    ///
    /// - Returns: what became of the configuration, and the classifier files that came into force.
    @discardableResult
    func lookAtEverything() async -> (ConfigurationChange, news: Set<FilePath>) {
        status.beginReload()
        let kept = Set(folders.numbers)
        let change = await reloadConfiguration()
        let news = await loadAll()
        // New folders are looked through anyway; images that waited for a classifier may have come by before it was there.
        for folder in folders.all
        where kept.contains(folder.number)
            || folder.settings.recipes.contains(where: { !news.isDisjoint(with: $0.classifiers) })
        {
            await watcher.rescan(folder.number)
        }
        let new = folders.numbers.filter { !kept.contains($0) }
        let end = ContinuousClock.now + Self.patience
        while !watcher.isScanned(new), ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
        }
        // The start itself may not be over yet; its end is told by the watcher.
        if watcher.isReady { status.becomeReady() }
        return (change, news)
    }

    /// Brings the configuration into force as it is in its file now, if nothing is wrong with it.
    private func reloadConfiguration() async -> ConfigurationChange {
        let news: Settings?
        do throws(SettingsError) { news = try await configuration.read() } catch {
            return refuse(error.file, error.problems.map(\.description))
        }
        guard let news, let file = news.file else { return ConfigurationChange() }
        let (loaded, problems) = await classifiers(for: news.folders)
        guard problems.isEmpty else { return refuse(file, problems) }
        for classifier in loaded { await adopt(classifier) }
        let before = Set(Self.paths(of: folders.settings))
        let change = await configuration.adopt(news)
        let now = Set(Self.paths(of: folders.settings))
        for path in before.subtracting(now) {
            refusals.settle(path)
            store.forget(path)
            status.forget(classifierAt: path)
        }
        if now != before { await files.watch(now) }
        status.trouble(nil, with: Self.subject)
        status.publish()
        if change.isNews {
            status.announcements.send(.configuration(.inForce))
            log.event(.configurationLoaded, "\(change.line)")
        }
        return change
    }

    private static var subject: String { "configuration" }

    private func refuse(_ file: FilePath, _ problems: [String]) -> ConfigurationChange {
        let change = ConfigurationChange(file: file, problems: problems)
        let name = file.lastComponent?.readable ?? file.readable
        status.trouble("\(name) is refused, the one before stays in force: \(problems.first ?? "")", with: Self.subject)
        status.publish()
        status.announcements.send(.configuration(.refused, reason: problems.joined(separator: "\n")))
        log.event(.configurationRejected, at: .warning, "\(change.line)")
        return change
    }

    /// The classifiers of other folders that are not in force yet, and what keeps these folders' recipes from being used.
    ///
    /// A file that the present folders name too is no reason to refuse others: it is what it was.
    private func classifiers(
        for folders: [FolderSettings]
    ) async -> (loaded: [ClassifierStore.Loaded], problems: [String]) {
        var loaded: [ClassifierStore.Loaded] = []
        var problems: [String] = []
        let known = Set(Self.paths(of: self.folders.settings))
        for path in Self.paths(of: folders) where store.classifier(at: path) == nil && !known.contains(path) {
            manager.extendTimeout(by: Self.patience(at: path))
            do {
                guard let classifier = try await store.read(path) else { continue }
                try await probe(classifier.reference)
                loaded.append(classifier)
            } catch {
                problems.append("\(path.readable): \(error)")
            }
        }
        for folder in folders {
            for recipe in folder.recipes {
                do throws(Failure) { _ = try RecipeInForce(recipe, replacing: loaded, in: store) } catch {
                    let name = recipe.name.map { ", recipe \($0)" } ?? ""
                    problems.append("\(folder.path.readable)\(name): \(error.message); \(error.remedy)")
                }
            }
        }
        return (loaded, problems)
    }
}
