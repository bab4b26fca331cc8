package import Files
package import Settings
package import SystemPackage
package import WorkerProtocol

/// Every version of a classifier that was ever trained, or put there by hand: the folder `nuclei.versions` beside
/// `nuclei.cl` (`README.md` tells what is in it).
///
/// The classifier's file is the truth of what is in force. Whatever ends a call in the middle, the list can be read, the
/// classifier is whole, and the next call finishes what was begun. All calls block, and each change holds a lock on the
/// folder against other threads, commands and daemons.
package struct ClassifierVersions: Sendable {
    /// Samples of so many of the newest versions are kept, beside those in force, those that a rollback brings back and those
    /// that wait.
    package static let keptSamples = 20

    /// A change of what is in force.
    package struct Change: Sendable, Equatable {
        /// The version that is in force now.
        package let version: Int
        /// Its digest.
        package let digest: String
        /// The version that was; nil where that was none.
        package let before: Int?
        /// Whether something else is in force than before.
        package var isNews: Bool { version != before }
    }

    /// What became of a new version.
    package struct Addition: Sendable, Equatable {
        /// The version, as it was written down.
        package let record: VersionRecord
        /// Whether it is in force.
        package let isInForce: Bool
        /// The classifier that somebody had put there by hand meanwhile, as a version of its own; it stays in force.
        package let byHand: Int?
        /// Versions whose samples went, since so many are there.
        package let removedSamples: [Int]
    }

    /// The classifier and what is beside it.
    package let place: ClassifierPlace
    private let access: ResultAccess
    let calls: FileCalls
    /// What is known of large files.
    let known = SampleDigests()
    /// What is known of versions.
    private let records = KnownRecords()
    /// How old a file must be that somebody put there before it counts as whole.
    let settling: Duration

    /// The versions of the classifier at an absolute path; nothing is touched yet.
    ///
    /// - Parameters:
    ///   - access: who may read and write what is made, where that is not left to the classifier's file and folder.
    ///   - settling: how old a file must be that somebody put there before it counts as whole; a younger one is waited for.
    package init(
        of classifier: FilePath,
        access: ResultAccess = ResultAccess(),
        settling: Duration = .seconds(1),
        calls: FileCalls = FileCalls()
    ) {
        place = ClassifierPlace(classifier)
        (self.access, self.settling, self.calls) = (access, settling, calls)
    }

    /// All versions, as they lie there; writes nothing.
    package func list() throws(Failure) -> VersionList {
        let digest = try digestInForce()
        guard let folder = try VersionsFolder(place, making: false, readers: nil, calls: calls) else {
            return VersionList(place, digestInForce: digest, found: [], history: VersionHistory(), problems: [])
        }
        return try list(folder, digest)
    }

    /// The empty files for a new version; makes the folder where it is not there, and takes away what a killed process left.
    package func begin() throws(Failure) -> NewVersion {
        let folder = try opened()
        try folder.exclusively { () throws(Failure) in try sweep(folder) }
        return try NewVersion(in: folder)
    }

    /// The samples of a version, open for reading.
    ///
    /// - Throws: a `Failure` of the kind `version_damaged` where they are not those from which it was grown.
    package func samples(of number: Int) throws(Failure) -> Descriptor {
        guard let folder = try VersionsFolder(place, making: false, readers: nil, calls: calls) else {
            throw .noVersion(place, "it has no versions", "train it")
        }
        return try intactSamples(of: number, folder)
    }

    /// Adds a version whose files are written, and brings it into force where that is decided.
    ///
    /// Where somebody has changed what is in force since `draft.comparedWith`, or does so right now, a version that was to be
    /// taken waits instead.
    package func add(_ new: NewVersion, _ draft: VersionDraft) throws(Failure) -> Addition {
        let files = new.release()
        guard let folder = try VersionsFolder(place, making: false, readers: readers, calls: calls), files.count == 2
        else {
            throw .versions("open", place.versions, .noSuchFileOrDirectory)
        }
        defer { for file in files { try? calls.remove(file.name, in: folder.descriptor) } }
        for file in files {
            try folder.attempt("sync", file.name) { () throws(Errno) in try calls.sync(file.file) }
        }
        return try folder.exclusively { () throws(Failure) in
            try mend(folder)
            return try add(files, draft, byHand: adoptIfWhole(folder), to: folder)
        }
    }

    /// Brings a version into force; without a number the one that waits.
    ///
    /// - Parameter asker: who wants it, for the history.
    @discardableResult
    package func promote(
        _ number: Int? = nil,
        by asker: String? = nil,
        reason: String = "promoted"
    )
        throws(Failure) -> Change
    {
        try changing { folder, list throws(Failure) in
            guard let number = number ?? list.waiting?.number else {
                throw .noVersion(place, "none waits to be promoted", "name one: `segmentd classifiers` lists them")
            }
            guard list[number] != nil else {
                throw .noVersion(place, "it has no version \(number)", "`segmentd classifiers` lists them")
            }
            return try publish(.now(number, .promoted, by: asker, reason), folder, list)
        }
    }

    /// Brings the version back that was in force before the present one; called again, the one before that.
    @discardableResult
    package func rollBack(by asker: String? = nil, reason: String = "rolled back") throws(Failure) -> Change {
        try changing { folder, list throws(Failure) in
            guard let number = list.before else {
                throw .noVersion(
                    place,
                    "nothing is known that was in force before",
                    "`segmentd promote` takes a version by its number"
                )
            }
            return try publish(.now(number, .rolledBack, by: asker, reason), folder, list)
        }
    }

    /// Makes the classifier that is there a version, where somebody put it there; does so before anything is trained.
    ///
    /// - Returns: the version that is in force by hand; nil where nothing was put there.
    @discardableResult
    package func adopt() throws(Failure) -> Int? {
        let folder = try opened()
        return try folder.exclusively { () throws(Failure) in
            try mend(folder)
            return try adopt(folder)
        }
    }

    /// Finishes what was begun when a process was killed, and takes away what it left. For a start; other calls do so too.
    package func mend() throws(Failure) {
        guard let folder = try VersionsFolder(place, making: false, readers: readers, calls: calls) else { return }
        try folder.exclusively { () throws(Failure) in
            try mend(folder)
        }
    }

    /// Opens the folder and locks it, with everything finished that was begun, and what was put there by hand a version.
    private func changing(
        _ body: (VersionsFolder, VersionList) throws(Failure) -> Change
    ) throws(Failure) -> Change {
        if ProjectFile.isProject(named: place.names.classifier.string) {
            throw .noVersion(
                place,
                "it is an ilastik project, of which segmentd keeps no versions",
                "open it in ilastik and save another state, or put an earlier copy of the project in its place"
            )
        }
        guard let folder = try VersionsFolder(place, making: false, readers: readers, calls: calls) else {
            throw .noVersion(place, "it has no versions", "train it: `segmentd train`, or [[folder.recipe.training]]")
        }
        return try folder.exclusively { () throws(Failure) in
            try mend(folder)
            try adopt(folder)
            return try body(folder, list(folder, digestInForce()))
        }
    }

    /// The folder, made where it is not there.
    func opened() throws(Failure) -> VersionsFolder {
        guard let folder = try VersionsFolder(place, making: true, readers: readers, calls: calls) else {
            throw .versions("open", place.versions, .noSuchFileOrDirectory)
        }
        return folder
    }

    /// The versions that are in the folder.
    func list(_ folder: VersionsFolder, _ digest: String?) throws(Failure) -> VersionList {
        let (history, problem) = folder.history()
        let found = try folder.numbers().map { number in
            do throws(Failure) {
                return (
                    number, Optional(try folder.record(number, known: records)), folder.hasSamples(number), String?.none
                )
            } catch {
                return (number, VersionRecord?.none, false, Optional(error.message))
            }
        }
        let problems = problem.map { [$0] } ?? []
        return VersionList(place, digestInForce: digest, found: found, history: history, problems: problems)
    }

    /// SHA-256 of the classifier's file as it is now; nil where there is none.
    func digestInForce() throws(Failure) -> String? {
        try attempt("read", place.classifier) { () throws(Errno) in try readDigestInForce() }
    }

    /// The same.
    func readDigestInForce() throws(Errno) -> String? {
        do {
            let file = try calls.open(place.classifier, for: .reading)
            return try withExtendedLifetime(file) { () throws(Errno) in
                try FileDigest.sha256(fileDescriptor: file.number, calls: calls)
            }
        } catch {
            if error == .noSuchFileOrDirectory { return nil }
            throw error
        }
    }

    /// Who may read what is made here: those who may read the classifier, else those who may look into its folder.
    var readers: Readers? {
        guard let folder = try? calls.openFolder(at: place.folder), let its = try? calls.access(of: folder) else {
            return nil
        }
        let file = try? calls.open(place.classifier, for: .reading)
        let like = file.flatMap { try? calls.access(of: $0) } ?? its
        return Readers(image: like, folder: its)
            .overruled(group: access.group.flatMap(GroupNames.number(of:)), mode: access.mode)
    }
}

extension Failure {
    /// The kind of the failure that a version is not there.
    package static let noVersionKind = "no_version"

    /// There is no such version of a classifier.
    static func noVersion(_ place: ClassifierPlace, _ problem: String, _ remedy: String) -> Failure {
        Failure(kind: noVersionKind, message: "\(place.classifier.readable): \(problem)", remedy: remedy)
    }
}
