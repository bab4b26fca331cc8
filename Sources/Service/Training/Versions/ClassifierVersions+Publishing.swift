import Files
import SystemPackage
import WorkerProtocol

/// How a version comes into force. The folder is locked in all of these.
extension ClassifierVersions {
    /// Writes down what is to be changed, and changes it.
    func publish(
        _ event: VersionHistory.Event,
        _ folder: VersionsFolder,
        _ list: VersionList
    ) throws(Failure) -> Change {
        var history = list.history
        history.pending = VersionHistory.Pending(event: event, replaces: list.digestInForce)
        // Before anything is written: a version that cannot be used changes nothing.
        _ = try usableClassifier(event.version, folder)
        try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
        let record: VersionRecord
        do throws(Failure) { record = try publishPending(history, folder, list) } catch {
            if error.kind == Failure.overtakenKind { try mendSamples(folder, forgetPending(history, folder)) }
            throw error
        }
        return Change(version: event.version, digest: record.classifier.sha256, before: list.inForce)
    }

    /// Makes the change that `history` has pending: the samples get their name, then the classifier, then it is done.
    ///
    /// - Returns: the record of what is in force now.
    /// - Throws: a `Failure` of the kind `classifier_overtaken` where somebody puts another classifier there right now; the change
    ///   is pending yet.
    @discardableResult
    func publishPending(
        _ history: VersionHistory,
        _ folder: VersionsFolder,
        _ list: VersionList
    ) throws(Failure) -> VersionRecord {
        guard let pending = history.pending else { throw .internalFault("nothing is to be brought into force") }
        let (record, bytes) = try usableClassifier(pending.event.version, folder)
        let parent = try attempt("open", place.folder) { () throws(Errno) in try calls.openFolder(at: place.folder) }
        try publishSamples(of: record, folder, parent, list)
        if list.digestInForce != record.classifier.sha256 {
            let isFirst = try attempt("replace", place.classifier) { () throws(Errno) in
                let file = try TemporaryFile(
                    for: place.names.classifier,
                    in: parent,
                    readers: folder.readers,
                    calls: calls
                )
                do throws(Errno) {
                    try calls.write(bytes, to: file.file)
                    try calls.sync(file.file)
                    // The last look: what somebody puts there takes no harm.
                    guard try readDigestInForce() == list.digestInForce else {
                        try? calls.remove(file.name, in: parent)
                        return false
                    }
                    try calls.rename(file.name, to: place.names.classifier, in: parent, replacing: true)
                    return true
                } catch {
                    try? calls.remove(file.name, in: parent)
                    throw error
                }
            }
            guard isFirst else { throw .classifierOvertaken(place.classifier) }
        }
        try attempt("sync", place.folder) { () throws(Errno) in try calls.sync(parent) }
        var history = history
        history.note(pending.event)
        try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
        return record
    }

    /// Finishes a change that was begun, and lays the samples of the version in force beside it where another's are,
    /// and takes away what a killed process left.
    func mend(_ folder: VersionsFolder) throws(Failure) {
        try sweep(folder)
        let digest = try digestInForce()
        var list = try list(folder, digest)
        removeOurTemporaries()
        if let pending = list.history.pending {
            let record = list[pending.event.version]?.record
            if let record, digest == pending.replaces || digest == record.classifier.sha256,
                (try? usableClassifier(record.number, folder)) != nil
            {
                do throws(Failure) { try publishPending(list.history, folder, list) } catch {
                    guard error.kind == Failure.overtakenKind else { throw error }
                    try forgetPending(list.history, folder)
                }
            } else {
                // It never came so far, or somebody has put another classifier there since: that one counts.
                try forgetPending(list.history, folder)
            }
            list = try self.list(folder, digestInForce())
        }
        try mendSamples(folder, list)
    }

    /// Lays the samples of the version in force beside it.
    func mendSamples(_ folder: VersionsFolder, _ list: VersionList) throws(Failure) {
        guard let number = list.inForce, let record = list[number]?.record else { return }
        let parent = try attempt("open", place.folder) { () throws(Errno) in try calls.openFolder(at: place.folder) }
        try publishSamples(of: record, folder, parent, list)
    }

    /// The classifier of a version, which holds what its record says.
    private func usableClassifier(
        _ number: Int,
        _ folder: VersionsFolder
    ) throws(Failure) -> (VersionRecord, bytes: [UInt8]) {
        let record = try folder.record(number)
        let version = try folder.version(number)
        let path = place.versions.appending(VersionsFolder.name(of: number)).appending(VersionsFolder.classifier)
        let bytes = try attempt("read", path) { () throws(Errno) in
            let file = try calls.openFile(VersionsFolder.classifier, in: version)
            return try calls.read(file.number, first: max(record.classifier.bytes, 0) + 1)
        }
        guard FileDigest.sha256(bytes) == record.classifier.sha256 else {
            throw .damagedVersion(path, "it is not what it was when it was made")
        }
        return (record, bytes)
    }

    /// The classifier's file as it is now.
    func classifierBytes() throws(Failure) -> [UInt8] {
        try attempt("read", place.classifier) { () throws(Errno) in
            let file = try calls.open(place.classifier, for: .reading)
            let state = try calls.state(of: file)
            guard state.isRegularFile else { throw Errno.invalidArgument }
            return try calls.read(file.number, first: Int(state.identity.size))
        }
    }

    /// Takes away what a process that was killed left beside the classifier.
    private func removeOurTemporaries() {
        guard let parent = try? calls.openFolder(at: place.folder), let names = try? calls.stalePublished(place, parent)
        else { return }
        for name in names { try? calls.remove(name, in: parent) }
    }

    /// Runs system calls on a path and says which of them failed.
    func attempt<Value>(
        _ action: String,
        _ path: FilePath,
        _ body: () throws(Errno) -> Value
    ) throws(Failure) -> Value {
        do { return try body() } catch { throw .versions(action, path, error) }
    }
}

extension Failure {
    /// The kind of the failure that somebody was quicker.
    static let overtakenKind = "classifier_overtaken"

    /// Somebody put another classifier there while one was to be put there.
    fileprivate static func classifierOvertaken(_ path: FilePath) -> Failure {
        Failure(
            kind: overtakenKind,
            message: "another classifier was put in place of \(path.readable) just now: it stays in force",
            remedy: "look at it (`segmentd classifiers`), and ask again",
            isTransient: true
        )
    }
}

extension FileCalls {
    /// The hidden files of killed processes that were to become this classifier or its samples.
    fileprivate func stalePublished(
        _ place: ClassifierPlace,
        _ folder: Descriptor
    ) throws(Errno) -> [FilePath.Component] {
        let beginnings = [place.names.classifier, place.names.samples].map { ".\($0.string).segmentd-" }
        return try staleTemporaries(in: folder).filter { name in beginnings.contains { name.string.hasPrefix($0) } }
    }
}
