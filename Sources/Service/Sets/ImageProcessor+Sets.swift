import Files
import Logging
import Results
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// How images come by their other files.
extension ImageProcessor {
    /// Whether an open file is an image, or the first of one.
    enum SetFinding {
        /// The same for all recipes.
        case ends(ImageOutcome)
        /// With its other files where names tell them; nil where they do not.
        case image(ImageSet?)
    }

    /// What the name of an open file says of other files.
    func finding(of image: ImageFile, in folder: FolderSettings, _ request: Request) async -> SetFinding {
        guard let pattern = folder.together else { return .image(nil) }
        let home = image.path.removingLastComponent()
        let placed: PlacedNames?
        do throws(Failure) {
            placed = try sets.names.files(with: image.name, in: image.folder, at: home, by: pattern, folder)
        } catch { return .ends(.postponed(error)) }
        guard let placed else { return .image(nil) }
        let first = home.appending(placed.names[0])
        // What the watcher has handed out is finished; what a member or a wish of somebody brought may not be.
        if request.handedOut != nil {
            await sets.note([(image.path, image.state)], of: first, together: pattern.text)
        }
        guard first == image.path else {
            sets.forget(image.path)
            return .ends(.partOfSet(first))
        }
        let root = places.images(of: folder)
        var set = ImageSet(together: pattern, imagePlace: placed.places[0], members: [])
        (set.imagePlaceNames, set.extents, set.problem) = (placed.placeNames[0], placed.extents, placed.problem)
        for index in placed.names.indices.dropFirst() where set.problem == nil {
            let path = home.appending(placed.names[index])
            guard let file = try? root.open(path, for: .looking), let state = try? FileCalls().state(of: file),
                state.isRegularFile
            else { continue }
            var member = ImageSet.Member(name: placed.names[index].readable, path: path, state: state)
            (member.place, member.placeNames) = (placed.places[index], placed.placeNames[index])
            set.members.append(member)
        }
        return .image(set)
    }

    /// What a file is beside others.
    enum Partner {
        /// Part of the image that is called after that file.
        case first(FilePath)
        /// An image, with its other files where names tell them.
        case set(ImageSet?)
    }

    /// What an open file is beside others, as far as names and what is remembered tell it; nothing is noted.
    func partner(of image: ImageFile, in folder: FolderSettings) async -> Partner {
        let request = Request(policy: folder.onNewClassifier, scope: .due)
        switch await finding(of: image, in: folder, request) {
        case .ends(.partOfSet(let first)): return .first(first)
        case .ends: return .set(nil)
        case .image(let set?): return .set(set)
        case .image(nil):
            guard case .part(let first) = settledFinding(of: image, in: folder) else { return .set(nil) }
            return .first(first)
        }
    }

    /// Works on an image that is due, as soon as all of its files are there that its names promise.
    func segmentSet(_ planned: PlannedTask, _ beginning: RecipeTask.Beginning) async -> ImageOutcome {
        guard let looked = planned.task.set else { return await segment(planned, beginning) }
        if let problem = looked.problem { return await giveUp(planned, problem, beginning, attempts: 1) }
        let channels = planned.inForce.pixelChannels
        let isComplete =
            channels != nil && looked.extents.allSatisfy { $0.key == .channels || $0.value == 1 }
            && looked.extents[.channels] == channels && planned.plan.recipe.channels == nil
        let count = looked.members.count + 1
        let words =
            "\(count == 1 ? "1 file is" : "\(count) files are") there"
            + (channels.map { ", and the classifier takes \($0 == 1 ? "1 channel" : "\($0) channels")" } ?? "")
        return await segment(planned, beginning, with: looked, isComplete: isComplete, words)
    }

    /// Works on an image that says itself that other files belong to it.
    ///
    /// - Parameter refusal: what the worker said of it without these, in this attempt.
    func segmentTold(
        _ planned: PlannedTask,
        _ beginning: RecipeTask.Beginning,
        _ refusal: Failure,
        attempt: Int
    ) async -> ImageOutcome {
        let task = planned.task
        let told: ImageFileSet
        do throws(WorkerError) {
            guard let found = try await fileSet(of: task.image, below: task.root) else {
                return await giveUp(planned, refusal, beginning, attempts: 1)
            }
            told = found
        } catch { return await unasked(planned, error, beginning, attempt: attempt) }
        let home = task.image.path.removingLastComponent()
        let names = told.files + (told.companion.map { [$0] } ?? [])
        let ways = names.map(SetWay.way)
        guard let own = ways.firstIndex(of: FilePath(root: nil, [task.image.name])), own < told.files.count,
            ways.allSatisfy({ $0 != nil }), ways.count <= ImageSet.mostFiles
        else {
            let failure = Failure(
                kind: refusal.kind,
                message: "\(task.image.path.readable) is one of \(names.count) files, which it calls "
                    + names.prefix(3).joined(separator: ", ")
                    + ": they must lie in its folder or below, and be called so",
                remedy: "bring the files together under the names that they had when they were saved"
            )
            return await giveUp(planned, failure, beginning, attempts: 1)
        }
        var set = ImageSet(imagePlace: [:], members: [])
        for (name, way) in zip(names, ways.compactMap(\.self)) {
            let path = home.pushing(way)
            if path == task.image.path { continue }
            guard let file = try? task.root.open(path, for: .looking), let state = try? FileCalls().state(of: file),
                state.isRegularFile
            else {
                set.missing.append(name)
                continue
            }
            set.members.append(ImageSet.Member(name: name, path: path, state: state))
        }
        // The first of those that are there.
        let before = Set(ways[..<own].compactMap { $0.map(home.pushing) })
        if let first = set.members.first, before.contains(first.path) {
            do throws(WorkerError) {
                switch try await handover(of: task.image, to: first.path, below: task.root) {
                case .goes: break
                case .isWritten: return .waitsForSet(SetBook.waitForWriter)
                case .fails(let failure):
                    // It was handed out: another file that names it later need not wait for it.
                    await sets.note([(task.image.path, task.image.state)], of: task.image.path, together: nil)
                    // So it is asked again when one of the others changes.
                    var planned = planned
                    planned.task.set = set
                    return await giveUp(planned, failure, beginning, attempts: 1)
                }
            } catch { return await unasked(planned, error, beginning, attempt: attempt) }
            await sets.note([(task.image.path, task.image.state)], of: first.path, together: nil)
            sets.forget(task.image.path)
            return .partOfSet(first.path)
        }
        await sets.note([(task.image.path, task.image.state)], of: task.image.path, together: nil)
        let words =
            "not there: \(set.missing.prefix(3).joined(separator: ", "))"
            + (set.missing.count > 3 ? " and \(set.missing.count - 3) more" : "")
        return await segment(planned, beginning, with: set, isComplete: set.missing.isEmpty, words)
    }

    /// What comes of an image of which the worker did not say which files belong to it.
    private func unasked(
        _ planned: PlannedTask,
        _ error: WorkerError,
        _ beginning: RecipeTask.Beginning,
        attempt: Int
    ) async -> ImageOutcome {
        switch error {
        case .refused(let failure): return await giveUp(planned, failure, beginning, attempts: 1)
        case .interrupted: return .postponed(.interrupted(planned.task.image.path.readable))
        case .notReady: return .postponed(.notReady(error))
        default: return await lose(planned, error, beginning, attempt: attempt)
        }
    }

    /// Asks which files belong to an image; where only a companion tells, that is asked.
    func fileSet(of image: ImageFile, below root: PinnedFolder) async throws(WorkerError) -> ImageFileSet? {
        let name = image.name.readable
        // A number alone keeps no file open.
        defer { withExtendedLifetime(image) {} }
        guard let told = try await worker.fileSet(image.file.number, name: name) else { return nil }
        guard told.files.count <= 1, let companion = told.companion, let way = SetWay.way(companion),
            let file = try? ImageFile(opening: image.path.removingLastComponent().pushing(way), below: root)
        else { return told }
        defer { withExtendedLifetime(file) {} }
        let other = (file: file.file.number, name: companion)
        return try await worker.fileSet(image.file.number, name: name, companion: other) ?? told
    }

    /// Opens the files and begins, unless more are to be waited for.
    private func segment(
        _ planned: PlannedTask,
        _ beginning: RecipeTask.Beginning,
        with looked: ImageSet,
        isComplete: Bool,
        _ words: String
    ) async -> ImageOutcome {
        var planned = planned
        let set: ImageSet
        do throws(Failure) { set = try looked.opened(below: planned.task.root, beside: planned.task.image) } catch {
            return .postponed(error)
        }
        let image = planned.task.image
        // Files that nobody has handed out yet may be under way; those that others name are known by that.
        let areFinished = await sets.adopt(set, first: image, endings: planned.task.folder.endings)
        if let wait = sets.wait(
            set,
            first: image,
            recipe: planned.task.recipe.name,
            isComplete: isComplete && set.missing.isEmpty && areFinished,
            lastChange: planned.task.lastChange,
            quiet: planned.task.folder.setQuiet,
            words
        ) {
            // It would be passed over as done when its turn comes again.
            await attempts.withdraw(planned)
            return .waitsForSet(wait)
        }
        planned.task.set = set
        return await segment(planned, beginning)
    }

    /// Removes results under the names of files that were the first of this image before others came: one image has one
    /// result, under the name that it has wherever it is done anew.
    func withdrawOthers(than planned: PlannedTask, _ members: [FilePath]) {
        let (task, recipe) = (planned.task, planned.task.recipe)
        for member in members {
            guard let name = member.lastComponent,
                let place = try? places.outputFolder(forImage: member, in: task.folder),
                let results = try? ResultFolder(existing: place),
                let folder = try? task.root.open(member.removingLastComponent(), for: .passing),
                let (names, _, _) = try? OutputNames.resolve(
                    image: name,
                    scheme: task.folder.scheme(of: recipe, image: member),
                    imageFolder: folder,
                    results: results
                ), let isWithdrawn = try? results.withdraw(names, recipe: recipe.name), isWithdrawn
            else { continue }
            sets.noteWithdrawn()
            log.debug(
                "\(place.path.appending(names.summary).readable): removed, its image is part of \(task.image.path)"
            )
        }
    }
}

extension Failure {
    /// Whether an image was refused since it does not stand in one file.
    var concernsFileSet: Bool { kind == Self.fileSetKind }

    /// The kind of that.
    static let fileSetKind = "unsupported_fileset"
}

extension RecipeInForce {
    /// How many channels the classifier of the pixels takes; nil without one.
    var pixelChannels: Int? {
        loaded.first { $0.reference.digest == plan.recipe.pixelClassifier }?.facts.channels
    }
}
