import Files
import Results
import Settings
import SystemPackage
import Watching
import WorkerClient
import WorkerProtocol

/// One (image, recipe) at work, and where its results go.
struct RecipeTask: Sendable {
    let image: ImageFile
    /// The label image that others made; nil where the recipe begins with pixels.
    let labels: ImageFile?
    /// The other files of an image that is stored in several; nil for one in one file, and while nobody knows of others.
    var set: ImageSet?
    let recipe: RecipeSettings
    let folder: FolderSettings
    let policy: NewClassifierPolicy
    /// How much is done that the summaries say is done.
    let scope: RedoScope
    /// Whether an event said that the image changed.
    let isSuspect: Bool
    /// Whether only its writer says that it is whole: what may come of that is not held against it.
    let isEarly: Bool
    let lastChange: ContinuousClock.Instant
    /// Where the results go.
    let outputFolder: OutputFolder
    let storage: Storage
    let sweep: TemporariesSweep
    /// The watched folder, beneath which files are opened.
    let root: PinnedFolder

    /// What a refusal of the worker comes to.
    func verdict(_ refusal: Failure) -> ImageVerdict {
        ImageVerdict(refusal, isWhole: true, writing: isEarly ? .possible : .over)
    }

    /// What work there is to do begins with.
    struct Beginning: Sendable {
        /// The names of the outputs.
        let names: OutputNames
        /// The summary that lay there when it was decided.
        let summary: SummaryFile.Content
        /// Why there is work to do.
        var reason = "everything is done anew"
        /// What of the earlier result stays; nil where all is made anew.
        var redo: RedoPlan?

        /// What is done by `plan`, and why, in words.
        func words(of plan: RecipePlan) -> RedoWords {
            RedoWords(plan, because: reason, after: summary, redo)
        }
    }

    /// The summary that lies there, and its file as it was before it was read.
    struct Settled: Sendable {
        let summary: Summary
        let place: FilePath
        let file: FileState
        /// The image's other files.
        let others: OtherFiles
    }

    /// What is to be done.
    enum Decision: Sendable {
        case due(Beginning)
        /// The summary that lies there settles it.
        case upToDate(Settled?)
    }

    /// Whether there is work to do.
    ///
    /// - Parameter sweeps: whether what a killed process left in the folder of results is removed on the way.
    func decide(
        by plan: RecipePlan,
        retriesLosses: Bool,
        digests: KnownDigests,
        worker: any ImageSegmenting,
        sweeps: Bool = true
    ) async throws(Failure) -> Decision {
        let existing = try ResultFolder(existing: outputFolder)
        if sweeps, let existing { sweep.ifDue(existing) }
        let (names, summary, file) = try OutputNames.resolve(
            image: image.name,
            scheme: folder.scheme(of: recipe, image: image.path),
            imageFolder: image.folder,
            results: existing
        )
        var beginning = Beginning(names: names, summary: summary)
        if scope == .everything {
            try refuseOther(than: image, owning: summary, names)
            return .due(beginning)
        }
        var question = DueState.Question(
            image: image.name,
            file: image.state,
            labels: labels?.state,
            others: others(toldBy: summary),
            policy: policy,
            classifierDigest: plan.classifiersDigest,
            settingsDigest: plan.recipe.digest,
            retriesFailures: scope == .failures,
            isSuspect: isSuspect,
            retriesLosses: retriesLosses
        )
        if try isUnblocked(summary, names: names, in: existing) {
            beginning.reason = "the files that were in the way are gone"
            return .due(beginning)
        }
        var state = DueState(question, summary: summary)
        var digest: String?
        if state == .undecided {
            digest = try await digests.digest(of: image, by: worker)
            try await readOthers(&question.others, toldBy: summary, digests, worker)
            state = DueState(question, summary: summary, digest: digest)
        }
        if state == .upToDate, let groups = recipe.fixedGroups, plan.recipe.outputs.contains(.objects),
            case .found(let earlier) = summary, earlier.groups != groups.byName
        {
            state = .due("its groups have changed")
        }
        if state == .upToDate, set?.problem == nil, case .found(let earlier) = summary,
            earlier.error?.concernsNames ?? false
        {
            state = .due("its files can be one image now")
        }
        // Of what is due; for images that are done no file is opened.
        func redo() -> RedoPlan? {
            guard let existing, case .found(let earlier) = summary,
                DueState.isOfSameContent(earlier, question, digest: digest)
            else { return nil }
            let groups = recipe.fixedGroups ?? folder.groups(of: image.path)?.groups
            return RedoPlan(plan, after: earlier, groups: groups, in: existing, names)
        }
        if state == .upToDate {
            if let existing, try hasRoomAgain(summary, question, in: existing) {
                (beginning.reason, beginning.redo) = ("there is room again for what was left out", redo())
                return .due(beginning)
            }
            guard case .found(let summary) = summary, let file else { return .upToDate(nil) }
            let place = outputFolder.path.appending(names.summary)
            return .upToDate(Settled(summary: summary, place: place, file: file, others: question.others))
        }
        if case .due(let reason) = state { (beginning.reason, beginning.redo) = (reason, redo()) }
        try refuseOther(than: image, owning: summary, names)
        return .due(beginning)
    }

    /// Refuses to replace the results of another image of the same name, which came into this tree from another folder.
    ///
    /// One that is no longer there was moved: its results may be replaced.
    private func refuseOther(
        than image: ImageFile,
        owning content: SummaryFile.Content,
        _ names: OutputNames
    ) throws(Failure) {
        guard case .found(let summary) = content else { return }
        var elsewhere: FilePath?
        if summary.image.isNamed(image.name) {
            elsewhere = summary.imageElsewhere
        } else if let name = summary.image.component, ImageStem(name).stem != ImageStem(image.name).stem {
            // A template with groups can give two images of a folder one name.
            elsewhere = image.path.removingLastComponent().appending(name)
        }
        guard let path = elsewhere, path != image.path,
            let other = try? ImageFile(opening: path, below: PinnedFolder(path.removingLastComponent())),
            (other.state.device, other.state.inode) != (image.state.device, image.state.inode)
        else { return }
        throw .outputExists(
            path: outputFolder.path.appending(names.summary),
            reason: "it belongs to another image of this name, \(path.readable)"
        )
    }

    /// Whether an earlier run was refused because of somebody else's files, and these are gone now.
    private func isUnblocked(
        _ content: SummaryFile.Content,
        names: OutputNames,
        in folder: ResultFolder?
    ) throws(Failure) -> Bool {
        guard let folder, case .found(let summary) = content, summary.error?.kind == Failure.outputExistsKind else {
            return false
        }
        for kind in summary.settings.outputs where try folder.occupant(of: names[kind]) == .foreign { return false }
        return true
    }

    /// Whether a result lacks outputs for want of space, and there is space for all of them now.
    private func hasRoomAgain(
        _ content: SummaryFile.Content,
        _ question: DueState.Question,
        in results: ResultFolder
    ) throws(Failure) -> Bool {
        guard case .found(let summary) = content, !summary.leftOut.isEmpty,
            summary.settings.digest == question.settingsDigest, summary.classifiersDigest == question.classifierDigest
        else { return false }
        let outputs = summary.settings.outputs
        return (try? storage.outputs(of: outputs, for: image, set, in: results, keeping: folder.reserve))
            == outputs
    }

    /// Opens the hidden files that the worker fills: one for each of `outputs` for which there is space.
    func beginCommit(
        _ beginning: Beginning,
        outputs: [OutputKind],
        keeping kept: [KeptOutput]
    ) throws(Failure) -> ResultCommit {
        let results = try openedFolder()
        let affordable = try storage.outputs(of: outputs, for: image, set, in: results, keeping: folder.reserve)
        return try ResultCommit(
            in: results,
            names: beginning.names,
            outputs: affordable,
            keeping: kept,
            seen: beginning.summary
        )
    }

    /// Lays the summary of a failure down; an earlier result of the same content stays.
    ///
    /// - Returns: whether the image is still the one that failed.
    func record(_ summary: Summary, names: OutputNames) throws(Failure) -> Bool {
        try openedFolder().record(failure: summary, names: names) { isUnchanged } != .imageChanged
    }

    /// Whether the files of the image, and the label image, are still what they were when they were opened.
    var isUnchanged: Bool {
        image.isUnchanged && labels?.isUnchanged ?? true && set?.isUnchanged ?? true
    }

    /// Who may read the results.
    private var readers: Readers? {
        let access = folder.access
        return Readers(image: image.file, folder: image.folder)?
            .overruled(group: access.group.flatMap(GroupNames.number(of:)), mode: access.mode)
    }

    private func openedFolder() throws(Failure) -> ResultFolder {
        let folder = outputFolder
        return try ResultFolder(
            opening: folder,
            readers: readers,
            noteLeftover: { [sweep, path = folder.path] in sweep.noteLeftover(in: path) }
        )
    }
}
