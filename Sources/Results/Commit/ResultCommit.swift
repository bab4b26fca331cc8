package import Files
import Synchronization
import SystemPackage
package import WorkerProtocol

/// All output files of one (image, recipe), from empty hidden files to the committed result.
///
/// A reader of the folder sees, at any time and after any crash: the earlier result whole, or no summary, or the new
/// result whole. Whoever drops this object without a commit drops the hidden files with it.
package final class ResultCommit: Sendable {
    /// What became of the result.
    package enum Outcome: Sendable, Equatable {
        /// It is in place, with this summary.
        case committed(Summary)
        /// Somebody else has laid the same result down meanwhile; this is its summary, and ours is dropped.
        case doneBefore(Summary)
        /// The image is not as it was, so there is nothing to be said about it.
        case imageChanged
        /// The earlier result, of which outputs were to stay, is not as it was: all outputs are to be made anew.
        case keptChanged
    }

    /// What will be written.
    package let outputs: [OutputKind]
    /// What stays of the earlier result.
    package let kept: [KeptOutput]
    /// One open file for each of `outputs`, for reading and writing; valid until the commit or the discard.
    package let descriptors: [Int32]
    /// What the files will be called.
    package let names: OutputNames

    /// The state of the summary's file once it is in place; nil before, and where it could not be asked for.
    package var summaryFile: FileState? { committed.withLock(\.self) }

    private let folder: ResultFolder
    /// What lay at the name of the summary when the work began.
    private let seen: SummaryFile.Content
    /// Emptied when they were renamed or removed.
    private let temporaries: Mutex<[TemporaryFile]>
    private let committed = Mutex<FileState?>(nil)

    /// Checks that every output's name is free or ours, and creates the hidden files.
    ///
    /// - Parameters:
    ///   - outputs: without repetition.
    ///   - kept: outputs of the summary `seen` that stay as they are; none of `outputs`.
    ///   - seen: the summary that was found when the work was decided on; nil reads it now.
    package init(
        in folder: ResultFolder,
        names: OutputNames,
        outputs: [OutputKind],
        keeping kept: [KeptOutput] = [],
        seen: SummaryFile.Content? = nil
    ) throws(Failure) {
        self.seen = if let seen { try folder.replaceable(seen, names) } else { try folder.earlierSummary(names) }
        for kind in outputs { _ = try folder.isOurs(names[kind]) }
        var files: [TemporaryFile] = []
        do throws(Failure) {
            for kind in outputs { files.append(try folder.makeTemporary(for: names[kind])) }
        } catch {
            folder.remove(files)
            throw error
        }
        self.folder = folder
        self.names = names
        self.outputs = outputs
        self.kept = kept
        descriptors = files.map(\.file.number)
        temporaries = Mutex(files)
    }

    deinit { discard() }

    /// Removes the hidden files; without effect after a commit.
    package func discard() {
        folder.remove(releaseTemporaries())
    }

    /// Makes the hidden files the result, whatever happens in between.
    ///
    /// Everything is on the disk before the first name changes. Then, with the folder locked, who has the names is looked
    /// at again; the earlier summary goes, the outputs get their names, outputs of the earlier run that this one does not
    /// write and that do not stay go, the summary gets its name. On an error the hidden files are gone and the image is to
    /// be done again; nothing is repeated here, a failed sync least of all.
    ///
    /// - Parameters:
    ///   - summary: with status done and one output for each of `outputs` and of those that stay, in the order of
    ///     `OutputKind.all`.
    ///   - isCurrent: whether the image still is what the summary says; asked when nobody else can commit any more.
    @discardableResult
    package func commit(_ summary: Summary, isCurrent: () -> Bool = { true }) throws(Failure) -> Outcome {
        precondition(summary.status == .done)
        var summary = summary
        summary.count(after: seen)
        var files = releaseTemporaries()
        defer { folder.remove(files) }
        let listed = kept.isEmpty ? outputs : (outputs + kept.map(\.kind)).inOrder
        guard summary.outputs.map(\.kind) == listed else {
            let reason = "it lists other outputs than were asked for"
            throw .invalidSummary(path: folder.path.appending(names.summary), reason: reason)
        }
        let written = summary.outputs.filter { output in outputs.contains(output.kind) }
        for (output, file) in zip(written, files) {
            try folder.check(file, has: output.bytes)
            try folder.sync(file)
        }
        let note = try folder.writeTemporary(summary, named: names.summary)
        files.append(note)
        let outcome = try folder.exclusively { () throws(Failure) in
            try putInPlace(files, summary, isCurrent: isCurrent)
        }
        if case .committed = outcome { files = [] }
        return outcome
    }

    /// The part of the commit that others see; the summary is the last of `files`.
    private func putInPlace(
        _ files: [TemporaryFile],
        _ summary: Summary,
        isCurrent: () -> Bool
    ) throws(Failure) -> Outcome {
        guard isCurrent() else { return .imageChanged }
        let earlier = try folder.earlierSummary(names)
        if earlier != seen, case .found(let other) = earlier, other.isSameResult(as: summary) {
            return .doneBefore(other)
        }
        if !kept.isEmpty {
            guard earlier == seen, kept.allSatisfy({ folder.isUntouched($0, names: names) }) else {
                return .keptChanged
            }
        }
        var replaced: [Bool] = []
        for kind in outputs { replaced.append(try folder.isOurs(names[kind])) }
        let leftovers = try folder.earlierOutputs(names, of: earlier).filter { kind in
            !outputs.contains(kind) && !kept.contains { $0.kind == kind }
        }

        try folder.removeSummary(earlier, names)
        for (file, replaces) in zip(files, replaced) { try folder.putInPlace(file, replacing: replaces) }
        try folder.remove(leftovers.map { names[$0] })
        let note = files[outputs.count]
        try folder.putSummaryInPlace(note)
        // Through the descriptor: whatever has its name by now, this is the file that was written.
        committed.withLock { $0 = try? folder.calls.state(of: note.file) }
        return .committed(summary)
    }

    /// The hidden files, which whoever calls this has to deal with from now on.
    private func releaseTemporaries() -> [TemporaryFile] {
        temporaries.withLock { files in
            defer { files = [] }
            return files
        }
    }
}
