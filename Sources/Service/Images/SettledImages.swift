import Files
import Ledger
import Results
import Settings
import Synchronization
import SystemPackage
import WorkerClient

/// Tells, of an image that a scan has found, that it is done, by a look at it and at its summary: neither is opened.
///
/// What is in them is known by the ledger, as long as nothing has happened to either since. Whatever is not just so is
/// left to the processor, which reads the summary, and so fills the ledger.
final class SettledImages: Sendable {
    /// What is certain of a path.
    enum Finding: Sendable {
        /// The summaries that lie there settle the image for all recipes.
        case upToDate
        /// It is an output of ours.
        case own
        /// It is a part of the image at a path.
        case part(of: FilePath)
    }

    /// What a recipe is now.
    private struct Present: Hashable {
        let recipe: RecipeSettings
        let classifierDigests: [String]
    }

    /// What tells the results of a recipe from others.
    private struct RecipeDigests {
        let classifiers: String
        let settings: String
    }

    /// With more, all are made anew; there are as many as recipes in force.
    private static let mostPlans = 100
    /// With more other files, an image that a scan has found is left to the processor: the watcher has no time for them.
    private static let mostBesideScans = 100

    private let ledger: Ledger
    private let places: LookedAtFolders
    private let sweep: TemporariesSweep
    private let classifiers: ClassifierStore
    private let plans = Mutex<[Present: RecipeDigests]>([:])

    /// Nothing is known but what the ledger holds.
    init(ledger: Ledger, places: FolderPlaces, sweep: TemporariesSweep, classifiers: ClassifierStore) {
        self.ledger = ledger
        self.places = LookedAtFolders(places)
        self.sweep = sweep
        self.classifiers = classifiers
    }

    /// What is certain of the file at `path`; nil where it has to be opened.
    ///
    /// - Parameter found: the file as somebody has just seen it; without, it is looked at.
    func look(
        at path: FilePath,
        in folder: FolderSettings,
        policy: NewClassifierPolicy?,
        found: FileState? = nil
    ) -> Finding? {
        let known = ledger.known(path: path.bytes)
        guard !known.entries.isEmpty || known.own != nil || known.part != nil, let name = path.lastComponent,
            let place = places.place(ofImage: path, in: folder),
            let file = try? found ?? FileCalls().state(of: name, in: place.images), file.isRegularFile
        else { return nil }
        if let own = known.own { return own.fits(file) ? .own : nil }
        if let part = known.part { return finding(part, of: path, file, in: folder, place.images) }
        guard isAsTogether(known.entries, path, name, in: folder) else { return nil }
        guard let results = place.results, isSwept(place.resultsPath, of: path, in: folder) else { return nil }
        for recipe in folder.recipes {
            // A label image that others made may be another by now.
            guard recipe.labels == nil, let entry = known.entries.first(where: { $0.recipe == recipe.name ?? "" }),
                entry.state == .done || entry.state == .failed, let evidence = entry.evidence,
                evidence.image.fits(file), found == nil || evidence.members.count <= Self.mostBesideScans,
                evidence.members.allSatisfy({ isUnchanged($0, besides: path, place.images) }),
                let question = question(name, file, recipe, policy ?? folder.onNewClassifier)
            else { return nil }
            let result = DueState.Result(
                isDone: entry.state == .done,
                isLoss: false,
                classifierDigest: entry.classifierDigest,
                settingsDigest: entry.settingsDigest
            )
            let scheme = folder.scheme(of: recipe, image: path)
            let names = OutputNames.likely(image: name, scheme: scheme, imageFolder: place.images)
            guard DueState(question, sameContent: result) == .upToDate, let names,
                place.resultsPath.appending(names.summary).bytes == evidence.summaryPath,
                let summary = try? FileCalls().state(of: names.summary, in: results), evidence.summary.fits(summary)
            else { return nil }
        }
        return .upToDate
    }

    /// What is certain of a file that was a part of an image when it was last opened.
    private func finding(
        _ part: SetPart,
        of path: FilePath,
        _ file: FileState,
        in folder: FolderSettings,
        _ images: Descriptor
    ) -> Finding? {
        let first = FilePath(bytes: part.first)
        guard first != path, part.mark.fits(file), part.together == nil || part.together == folder.together?.text,
            state(of: first, besides: path, images)?.isRegularFile ?? false
        else { return nil }
        return .part(of: first)
    }

    /// Whether files are put together now as they were when the image was done.
    private func isAsTogether(
        _ entries: [LedgerEntry],
        _ path: FilePath,
        _ name: FilePath.Component,
        in folder: FolderSettings
    ) -> Bool {
        let isNamed = folder.together?.part(name) != nil
        guard isNamed || entries.contains(where: { !($0.evidence?.members.isEmpty ?? true) }) else { return true }
        let part = ledger.part(path: path.bytes)
        if isNamed { return part?.first == path.bytes && part?.together == folder.together?.text }
        return part?.together == nil
    }

    private func isUnchanged(
        _ member: LedgerEntry.Evidence.Member,
        besides path: FilePath,
        _ images: Descriptor
    ) -> Bool {
        state(of: FilePath(bytes: member.path), besides: path, images).map { member.mark.fits($0) } ?? false
    }

    /// A file as it is now, without opening it; looked at in the open folder where it lies in that.
    private func state(of file: FilePath, besides path: FilePath, _ images: Descriptor) -> FileState? {
        guard file.removingLastComponent() == path.removingLastComponent(), let name = file.lastComponent else {
            return try? FileCalls().state(at: file, followingLink: true)
        }
        return try? FileCalls().state(of: name, in: images)
    }

    /// Whether nothing that a killed process left lies in a folder of results; removes it, the first time.
    private func isSwept(_ results: FilePath, of path: FilePath, in folder: FolderSettings) -> Bool {
        if sweep.isDone(in: results) { return true }
        guard let output = try? places.output(ofImage: path, in: folder),
            let opened = try? ResultFolder(existing: output)
        else { return false }
        sweep.ifDue(opened)
        return sweep.isDone(in: results)
    }

    /// Closes the folders that nobody has looked at for a while.
    func closeOld() { places.closeOld() }

    /// Notes that a file which lies where images are expected is an output of ours.
    func noteOwn(_ image: ImageFile) async {
        // A ledger that fails has told of it, and only costs another look.
        try? await ledger.noteOwn(image.state, path: image.path.bytes)
    }

    private func question(
        _ name: FilePath.Component,
        _ file: FileState,
        _ recipe: RecipeSettings,
        _ policy: NewClassifierPolicy
    ) -> DueState.Question? {
        let digests = recipe.classifiers.compactMap { classifiers.classifier(at: $0)?.reference.digest }
        guard digests.count == recipe.classifiers.count else { return nil }
        let present = Present(recipe: recipe, classifierDigests: digests)
        var known = plans.withLock { $0[present] }
        if known == nil {
            known = (try? RecipeInForce(recipe, in: classifiers)).map {
                RecipeDigests(classifiers: $0.plan.classifiersDigest, settings: $0.plan.recipe.digest)
            }
            plans.withLock { plans in
                if plans.count >= Self.mostPlans { plans = [:] }
                plans[present] = known
            }
        }
        guard let known else { return nil }
        return DueState.Question(
            image: name,
            file: file,
            policy: policy,
            classifierDigest: known.classifiers,
            settingsDigest: known.settings
        )
    }
}
