import Files
import Ledger
import Logging
import Settings
import Synchronization
import SystemPackage

/// What is known of images in several files: which files belong to which image, and since when nothing came or changed.
///
/// Without a ledger, as under `run`, what is there is the image at once.
final class SetBook: Sendable {
    private struct Record {
        var files: [FilePath: FileMark]
        var lastChange: ContinuousClock.Instant
        var wait: SetWait?
    }

    /// With more that wait, all begin to wait anew.
    private static let most = 10_000
    /// How soon it is looked again whether a file is still being written.
    private static let pause: Duration = .seconds(5)

    private static let written = "one of its files is being written"

    let names = NamedSets()
    private let ledger: Ledger?
    private let log: Logger
    /// By the path of the first file and the name of the recipe: recipes differ in what completes an image.
    private let records = Mutex<[FilePath: [String: Record]]>([:])
    /// Whether results under the name of an earlier first file were removed.
    private let hasWithdrawn = Mutex(false)

    /// Nothing is known but what the ledger holds.
    init(ledger: Ledger?, log: Logger) { (self.ledger, self.log) = (ledger, log) }

    /// Notes that files, as they are now, are parts of the image at `first`, which may be one of them.
    func note(_ files: [(path: FilePath, state: FileState)], of first: FilePath, together: String?) async {
        guard let ledger else { return }
        let parts = files.map { path, state in
            (path: path.bytes, part: SetPart(mark: FileMark(of: state), first: first.bytes, together: together))
        }
        // A ledger in trouble has told of it, and only costs another look.
        do { try await ledger.note(parts: parts) } catch { log.debug("\(error)") }
    }

    /// The image of which the file at a path was a part when it was last looked at.
    func first(ofFileAt path: FilePath) -> FilePath? {
        ledger?.part(path: path.bytes).map { FilePath(bytes: $0.first) }
    }

    /// Brings the files of an image that have left the watcher's hands to its name.
    ///
    /// - Returns: whether all have: the others are yet to come.
    func adopt(_ set: ImageSet, first: ImageFile, endings: ImageEndings) async -> Bool {
        guard let ledger else { return true }
        var (areAllThere, strangers) = (true, [(path: FilePath, state: FileState)]())
        for (path, state) in [(first.path, first.state)] + set.members.map({ ($0.path, $0.state) }) {
            // A file that is no TIFF by its name is never handed out.
            guard let name = path.lastComponent, endings.fit(name) else { continue }
            guard let part = ledger.part(path: path.bytes), part.mark.fits(state) else {
                areAllThere = false
                continue
            }
            if part.first != first.path.bytes || part.together != set.together?.text { strangers.append((path, state)) }
        }
        if !strangers.isEmpty { await note(strangers, of: first.path, together: set.together?.text) }
        return areAllThere
    }

    /// Whether the image at `first` has to wait for more of its files, and until when.
    ///
    /// - Parameters:
    ///   - isComplete: whether nothing is to be waited for; nil where only time tells.
    ///   - words: what is missing, for people.
    func wait(
        _ set: ImageSet,
        first: ImageFile,
        recipe: String?,
        isComplete: Bool?,
        lastChange: ContinuousClock.Instant,
        quiet: Duration,
        _ words: String
    ) -> SetWait? {
        let recipe = recipe ?? ""
        if ledger == nil { return set.isWritten ? SetWait(words: Self.written, due: .now) : nil }
        let isWritten = set.isWritten || WriterProbe.presence(of: first.file) == .present
        let now = ContinuousClock.now
        var files = Dictionary(set.members.map { ($0.path, FileMark(of: $0.state)) }) { first, _ in first }
        files[first.path] = FileMark(of: first.state)
        return records.withLock { records in
            if records.count >= Self.most, records[first.path] == nil { records = [:] }
            var record = records[first.path]?[recipe] ?? Record(files: files, lastChange: lastChange)
            if record.files != files { (record.files, record.lastChange) = (files, now) }
            let due = record.lastChange + quiet
            if !isWritten, isComplete == true || due <= now {
                Self.remove(first.path, recipe, from: &records)
                return nil
            }
            let wait = SetWait(
                words: isWritten ? Self.written : words,
                due: isWritten ? max(due, now + Self.pause) : due
            )
            record.wait = wait
            records[first.path, default: [:]][recipe] = record
            return wait
        }
    }

    /// For what the image at `first` waits.
    func wait(of first: FilePath) -> SetWait? {
        records.withLock { $0[first]?.values.compactMap(\.wait).min { $0.due < $1.due } }
    }

    /// What is waited for while a file that says more is being written.
    static var waitForWriter: SetWait { SetWait(words: written, due: .now + pause) }

    /// How many images wait for more of their files.
    var waiting: Int { records.withLock { $0.count } }

    /// Nothing is waited for any more: the image is done, or gone, or part of another.
    func forget(_ first: FilePath) { records.withLock { _ = $0.removeValue(forKey: first) } }

    /// The image at `first` is done under one recipe.
    func forget(_ first: FilePath, recipe: String?) {
        records.withLock { Self.remove(first, recipe ?? "", from: &$0) }
    }

    private static func remove(_ first: FilePath, _ recipe: String, from records: inout [FilePath: [String: Record]]) {
        records[first]?[recipe] = nil
        if records[first]?.isEmpty ?? false { records[first] = nil }
    }

    /// Notes that a result under the name of an earlier first file was removed.
    func noteWithdrawn() { hasWithdrawn.withLock { $0 = true } }

    /// Whether results were removed since this was asked last.
    func takeWithdrawn() -> Bool {
        hasWithdrawn.withLock { has in
            defer { has = false }
            return has
        }
    }
}

/// For what an image in several files waits.
package struct SetWait: Sendable, Equatable {
    /// What is missing, for people.
    package let words: String
    /// When it is done with what is there, if nothing comes or changes.
    package let due: ContinuousClock.Instant

    /// A wait until `due`.
    package init(words: String, due: ContinuousClock.Instant) { (self.words, self.due) = (words, due) }
}
