import Files
import Glibc
import SystemPackage
import WorkerProtocol

/// How versions come into the folder. The folder is locked in all of these.
extension ClassifierVersions {
    /// Adds files that are on the disk as a version; see `add(_:_:)`.
    func add(
        _ files: [TemporaryFile],
        _ draft: VersionDraft,
        byHand: Int?,
        to folder: VersionsFolder
    ) throws(Failure) -> Addition {
        let digest = try digestInForce()
        var draft = draft
        if draft.decision == .taken, digest != draft.comparedWith {
            (draft.decision, draft.reason) = (.waits, Self.overtaken)
        }
        let before = try list(folder, digest)
        var record = VersionRecord(draft, number: nextNumber(before))
        try check(files[0], record.classifier, folder)
        if let samples = record.samples { try check(files[1], samples, folder) }
        var history = before.history
        let event = VersionHistory.Event.now(record.number, .taken, by: nil, record.reason)
        if record.decision == .taken {
            history.pending = VersionHistory.Pending(event: event, replaces: digest)
            try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
        }
        try lay(record, in: folder) { version throws(Failure) in
            try folder.attempt("put in place", files[0].name) { () throws(Errno) in
                try calls.move(files[0].name, from: folder.descriptor, to: VersionsFolder.classifier, in: version)
            }
            if shareSamples(of: before, record, version, folder) { return }
            try folder.attempt("put in place", files[1].name) { () throws(Errno) in
                try calls.move(files[1].name, from: folder.descriptor, to: VersionsFolder.samples, in: version)
            }
        }
        var byHand = byHand
        if record.decision == .taken {
            do throws(Failure) {
                try publishPending(history, folder, list(folder, digest))
            } catch {
                guard error.kind == Failure.overtakenKind else { throw error }
                record = try forgetPending(history, folder)[record.number]?.record ?? record
                byHand = try adoptIfWhole(folder) ?? byHand
            }
        }
        let removed = try removeOldSamples(folder)
        let isInForce = record.decision == .taken
        return Addition(record: record, isInForce: isInForce, byHand: byHand, removedSamples: removed)
    }

    /// Why a version waits that was to be taken.
    private static let overtaken = "another classifier was put there while it was trained"

    /// Takes back the change that is pending, since somebody has put another classifier there: that one counts, and what was
    /// to be taken waits.
    ///
    /// - Returns: the versions as they are now.
    @discardableResult
    func forgetPending(_ history: VersionHistory, _ folder: VersionsFolder) throws(Failure) -> VersionList {
        var history = history
        if let event = history.pending?.event, event.action == .taken, var record = try? folder.record(event.version) {
            (record.decision, record.reason) = (.waits, Self.overtaken)
            try folder.write(record, as: VersionsFolder.record, in: folder.version(record.number))
        }
        history.pending = nil
        try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
        return try list(folder, digestInForce())
    }

    /// The same as `adopt`, but a file that is just being written is left for the next call.
    func adoptIfWhole(_ folder: VersionsFolder) throws(Failure) -> Int? {
        do throws(Failure) { return try adopt(folder) } catch {
            if error.kind == Failure.classifierChanging("").kind { return nil }
            throw error
        }
    }

    /// Makes what somebody put in the classifier's place a version, and that of the history.
    ///
    /// - Returns: the version; nil where nothing was put there since the last change.
    @discardableResult
    func adopt(_ folder: VersionsFolder) throws(Failure) -> Int? {
        guard let digest = try digestInForce() else { return nil }
        let list = try list(folder, digest)
        if let known = list.inForce {
            if list.history.stack.last == known { return nil }
            var history = list.history
            history.note(.now(known, .byHand, by: nil, "put there by hand"))
            try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
            try mendSamples(folder, list)
            return known
        }
        try waitUntilWhole()
        let (bytes, samples) = (try classifierBytes(), try adoptableSamples(for: digest, list))
        guard FileDigest.sha256(bytes) == digest else { throw .classifierChanging(place.classifier.readable) }
        let file = TrainingReport.File(bytes: bytes.count, sha256: digest)
        let record = VersionRecord(byHand: file, samples: samples?.file, number: nextNumber(list))
        try lay(record, in: folder) { version throws(Failure) in
            try folder.lay(bytes, as: VersionsFolder.classifier, in: version)
            guard let samples else { return }
            try folder.attempt("copy samples to", VersionsFolder.samples) { () throws(Errno) in
                let copy = try TemporaryFile(
                    for: VersionsFolder.samples,
                    in: version,
                    readers: folder.readers,
                    calls: calls
                )
                try copyAll(samples.descriptor, samples.file.bytes, to: copy.file)
                try calls.sync(copy.file)
                try calls.rename(copy.name, to: VersionsFolder.samples, in: version, replacing: true)
            }
        }
        var history = list.history
        history.note(.now(record.number, .byHand, by: nil, record.reason))
        try folder.write(history, as: VersionsFolder.history, in: folder.descriptor)
        try mendSamples(folder, self.list(folder, digest))
        return record.number
    }

    /// Waits until the classifier's file is so old that nobody writes it any more: a half of it shall not become a version.
    ///
    private func waitUntilWhole() throws(Failure) {
        try attempt("look at", place.classifier) { () throws(Errno) in
            let file = try calls.open(place.classifier, for: .reading)
            let identity = try calls.state(of: file).identity
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            let age = Duration(
                secondsComponent: Int64(now.tv_sec) &- identity.modificationSeconds,
                attosecondsComponent: (Int64(now.tv_nsec) - Int64(identity.modificationNanoseconds)) * 1_000_000_000
            )
            // A time that is yet to come says nothing; it is not waited for longer than for any other.
            let rest = age < .zero ? settling : settling - age
            if rest > .zero { usleep(UInt32(rest / .microseconds(1))) }
        }
    }

    /// Makes the folder of a version: under a hidden name, with all that is in it on the disk, and then under its own.
    private func lay(
        _ record: VersionRecord,
        in folder: VersionsFolder,
        _ fill: (Descriptor) throws(Failure) -> Void
    ) throws(Failure) {
        let name = VersionsFolder.name(of: record.number)
        guard let hidden = FilePath.Component(".\(name.string)\(Self.unfinished)") else { return }
        try sweep(folder)
        let version = try folder.attempt("make", hidden) { () throws(Errno) in
            _ = try calls.makeFolder(hidden, in: folder.descriptor, readers: folder.readers)
            let version = try calls.openFolder(hidden, in: folder.descriptor)
            if let readers = folder.readers { calls.share(folder: version, with: readers, in: folder.descriptor) }
            return version
        }
        try fill(version)
        try folder.write(record, as: VersionsFolder.record, in: version)
        try folder.attempt("put in place", name) { () throws(Errno) in
            try calls.sync(version)
            try calls.rename(hidden, to: name, in: folder.descriptor, replacing: false)
            try calls.sync(folder.descriptor)
        }
    }

    /// How the name of a folder ends that is not finished.
    private static let unfinished = ".segmentd-new"

    /// Takes away what a killed process left: hidden files that nobody holds, and folders that were not finished.
    func sweep(_ folder: VersionsFolder) throws(Failure) {
        try folder.attempt("clear", nil) { () throws(Errno) in
            _ = try calls.removeStaleTemporaries(in: folder.descriptor)
            for name in try calls.list(folder.descriptor)
            where name.bytes.first == UInt8(ascii: ".") && name.string.hasSuffix(Self.unfinished) {
                let path = place.versions.appending(name)
                calls.discardContents(of: path)
                _ = calls.discard(path)
            }
        }
    }

    private func nextNumber(_ list: VersionList) -> Int {
        let known = list.versions.map(\.number) + list.history.events.map(\.version)
        return (known.max() ?? 0) + 1
    }

    /// That a file which the worker wrote is what it reported.
    private func check(
        _ file: TemporaryFile,
        _ reported: TrainingReport.File,
        _ folder: VersionsFolder
    ) throws(Failure) {
        let found = try folder.attempt("read", file.finalName) { () throws(Errno) in
            (
                try calls.state(of: file.file).identity.size,
                try FileDigest.sha256(fileDescriptor: file.file.number, calls: calls)
            )
        }
        guard found.0 == Int64(reported.bytes), found.1 == reported.sha256 else {
            throw Failure(
                kind: "output_incomplete",
                message: "the trained \(file.finalName.string) is not what the worker reported",
                remedy: "if this stays, look at the disk of \(place.folder.readable) and the kernel log",
                isTransient: true
            )
        }
    }

    /// Gives a version the samples of an earlier one with the same content, where the file system can do that.
    private func shareSamples(
        of list: VersionList,
        _ record: VersionRecord,
        _ version: Descriptor,
        _ folder: VersionsFolder
    ) -> Bool {
        let twin = list.versions.last { $0.hasSamples && $0.record?.samples == record.samples }
        guard let twin, let other = try? folder.version(twin.number) else { return false }
        do throws(Errno) {
            try calls.link(VersionsFolder.samples, in: other, as: VersionsFolder.samples, in: version)
            return true
        } catch {
            return false
        }
    }
}
