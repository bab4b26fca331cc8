import Files
import Glibc
import Results
package import SystemPackage
import WorkerProtocol

/// Looks through folders of results: every summary against the files that it names, and every file of ours against the
/// summaries. Nothing is changed; memory holds the names of one folder at a time.
package struct FolderVerification {
    private let root: FilePath
    private let endings: Set<[UInt8]>
    private let expected: ExpectedRecipes
    private let progress: (VerificationTally) -> Void
    private let isStopped: () -> Bool
    /// What was found.
    package private(set) var tally = VerificationTally()
    /// What a repair would do about it, as far as it is kept.
    private(set) var repairs: [Repair] = []

    /// A look through `root`, an absolute path without links.
    ///
    /// - Parameter progress: told of the tally now and then.
    package init(
        _ root: FilePath,
        expected: ExpectedRecipes = ExpectedRecipes(),
        isStopped: @escaping () -> Bool = { false },
        progress: @escaping (VerificationTally) -> Void = { _ in }
    ) {
        self.root = root
        self.expected = expected
        endings = expected.outputEndings
        self.progress = progress
        self.isStopped = isStopped
    }

    /// Looks through the whole tree.
    package mutating func run() {
        var ahead: [[FilePath.Component]] = [[]]
        while let way = ahead.popLast(), !isStopped() { visit(way, entering: &ahead) }
        progress(tally)
    }

    /// Looks at one folder, and notes those in it.
    private mutating func visit(_ way: [FilePath.Component], entering ahead: inout [[FilePath.Component]]) {
        let path = root.appending(way)
        var names: [FilePath.Component] = []
        let folder: ResultFolder
        do {
            // Links on the way to the root are resolved already, and below it none is followed.
            let place = OutputFolder(base: root, below: way, creatable: 0, isBaseCreatable: false)
            guard let opened = try ResultFolder(existing: place) else { return }
            folder = opened
            var entries = try FolderEntries(of: try FileCalls().openFolder(".", in: folder.descriptor))
            while let entry = try entries.next() {
                let isHidden = entry.name.bytes.first == UInt8(ascii: ".")
                if !isHidden, ResultFamily.summary(beside: entry.name, endings: endings) != nil {
                    names.append(entry.name)
                }
                guard entry.mayBeFolder, !isHidden,
                    let state = try? FileCalls().state(of: entry.name, in: folder.descriptor), state.type == .directory
                else { continue }
                ahead.append(way + [entry.name])
            }
        } catch {
            tally.note(Finding(.unreadable, path, "the folder cannot be looked through: \(error)"))
            return
        }
        // Also where there are no results: the process may have been killed over the first one.
        for name in (try? folder.staleTemporaries()) ?? [] {
            tally.note(Finding(.strayTemporary, path.appending(name), "a killed process left it"))
            repairs.append(.sweep(path))
        }
        guard !names.isEmpty else { return }
        tally.folders += 1
        var results = ResultsOfFolder(folder, names: names, expected: expected)
        for name in results.summaries where !isStopped() {
            results.check(name, &tally, &repairs)
            if tally.results % 64 == 0 { progress(tally) }
        }
        if !isStopped() { results.checkOthers(&tally, &repairs) }
        if repairs.count > VerificationTally.mostFindings {
            repairs.removeLast(repairs.count - VerificationTally.mostFindings)
        }
    }
}
