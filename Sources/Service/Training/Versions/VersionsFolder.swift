import Files
import FoundationEssentials
import SystemPackage
import WorkerProtocol

/// The folder of a classifier's versions, open.
struct VersionsFolder: Sendable {
    /// What a folder of a version holds.
    static let classifier: FilePath.Component = "classifier.cl"
    static let samples: FilePath.Component = "samples"
    static let record: FilePath.Component = "version.json"
    /// What was in force when.
    static let history: FilePath.Component = "history.json"
    /// A file of words of ours is never larger; nobody's is read beyond.
    private static let mostText = 16 << 20

    let place: ClassifierPlace
    let descriptor: Descriptor
    let calls: FileCalls
    /// Who may read what is written here; nil leaves it to the umask.
    let readers: Readers?

    /// Opens the folder.
    ///
    /// - Parameter making: whether it is made where it is not there.
    /// - Returns: nil where it is not there.
    init?(_ place: ClassifierPlace, making: Bool, readers: Readers?, calls: FileCalls) throws(Failure) {
        (self.place, self.calls, self.readers) = (place, calls, readers)
        do {
            let isNew = making ? try calls.makeFolder(at: place.versions, readers: readers) : false
            descriptor = try calls.openFolder(at: place.versions, followingLinks: false)
            if isNew {
                let parent = try calls.openFolder(at: place.folder)
                if let readers { calls.share(folder: descriptor, with: readers, in: parent) }
                try calls.sync(parent)
            }
        } catch {
            if error == .noSuchFileOrDirectory && !making { return nil }
            throw .versions(making ? "make or open" : "open", place.versions, error)
        }
    }

    /// Runs `body` while nobody else changes anything here: no other thread, no command, no daemon.
    func exclusively<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let lock = try attempt("open", nil) { () throws(Errno) in try calls.openFolder(".", in: descriptor) }
        let isFree = try attempt("lock", nil) { () throws(Errno) in try calls.lockPatiently(lock) }
        guard isFree else {
            throw Failure(
                kind: "versions_locked",
                message: "another process has been changing \(place.versions.readable) for a while",
                remedy: "if this stays, a daemon or a command hangs: `lslocks` names it",
                isTransient: true
            )
        }
        return try withExtendedLifetime(lock, body)
    }

    /// The numbers of the versions that are there, sorted.
    func numbers() throws(Failure) -> [Int] {
        let names = try attempt("list", nil) { () throws(Errno) in try calls.list(descriptor) }
        return names.compactMap(Self.number(of:)).sorted()
    }

    /// The name of a version's folder: `0001`.
    static func name(of number: Int) -> FilePath.Component {
        let digits = String(number)
        let text = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        guard let name = FilePath.Component(text) else { preconditionFailure("digits are a name") }
        return name
    }

    private static func number(of name: FilePath.Component) -> Int? {
        guard let number = Int(name.string), number > 0, self.name(of: number) == name else { return nil }
        return number
    }

    /// The folder of a version, open.
    func version(_ number: Int) throws(Failure) -> Descriptor {
        let name = Self.name(of: number)
        return try attempt("open", name) { () throws(Errno) in try calls.openFolder(name, in: descriptor) }
    }

    /// The record of a version; decoded only where `known` does not have it.
    ///
    /// - Throws: a `Failure` where there is none that can be read.
    func record(_ number: Int, known: KnownRecords? = nil) throws(Failure) -> VersionRecord {
        let folder = try version(number)
        let state = known == nil ? nil : try? calls.state(of: Self.record, in: folder)
        if let state, let record = known?[number, state] { return record }
        let record: VersionRecord = try text(Self.record, in: folder, of: Self.name(of: number))
        guard record.version <= VersionRecord.schema, record.number == number else {
            let path = place.versions.appending(Self.name(of: number)).appending(Self.record)
            throw .damagedVersion(path, "it is of a later version of segmentd, or of another version of the classifier")
        }
        if let state { known?[number, state] = record }
        return record
    }

    /// Whether the samples of a version are there.
    func hasSamples(_ number: Int) -> Bool {
        guard let folder = try? version(number), let state = try? calls.state(of: Self.samples, in: folder) else {
            return false
        }
        return state.isRegularFile
    }

    /// What was in force when; empty where nothing is known, and with the reason where that cannot be read.
    func history() -> (VersionHistory, problem: String?) {
        do throws(Failure) {
            let state = try attempt("look at", Self.history) { () throws(Errno) in
                try calls.state(of: Self.history, in: descriptor)
            }
            if state == nil { return (VersionHistory(), nil) }
            return (try text(Self.history, in: descriptor, of: nil), nil)
        } catch {
            return (VersionHistory(), "\(error.message); it is begun anew")
        }
    }

    /// Lays a file of words down, whole or not at all.
    func write(_ value: some Encodable, as name: FilePath.Component, in folder: Descriptor) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let bytes: [UInt8]
        do { bytes = [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")] } catch {
            throw .internalFault("\(name.string) of a version cannot be put into words: \(error)")
        }
        try lay(bytes, as: name, in: folder)
    }

    /// Lays bytes down under a name in place of what has it, whole or not at all, and on the disk.
    func lay(_ bytes: [UInt8], as name: FilePath.Component, in folder: Descriptor) throws(Failure) {
        try attempt("write", name) { () throws(Errno) in
            let file = try TemporaryFile(for: name, in: folder, readers: readers, calls: calls)
            do throws(Errno) {
                try calls.write(bytes, to: file.file)
                try calls.sync(file.file)
                try calls.rename(file.name, to: name, in: folder, replacing: true)
            } catch {
                try? calls.remove(file.name, in: folder)
                throw error
            }
            try calls.sync(folder)
        }
    }

    private func text<Value: Decodable>(
        _ name: FilePath.Component,
        in folder: Descriptor,
        of version: FilePath.Component?
    ) throws(Failure) -> Value {
        let path = (version.map { place.versions.appending($0) } ?? place.versions).appending(name)
        let bytes: [UInt8]
        do throws(Errno) {
            let file = try calls.openFile(name, in: folder)
            let state = try calls.state(of: file)
            guard state.isRegularFile, state.identity.size <= Self.mostText else { throw Errno.fileTooLarge }
            bytes = try calls.read(file.number, first: Int(state.identity.size))
        } catch {
            throw .versions("read", path, error)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(Value.self, from: Data(bytes)) } catch {
            throw .damagedVersion(path, "it is no file of segmentd, or damaged")
        }
    }

    /// Runs system calls on `name` and says which of them failed.
    func attempt<Value>(
        _ action: String,
        _ name: FilePath.Component?,
        _ body: () throws(Errno) -> Value
    ) throws(Failure) -> Value {
        do { return try body() } catch {
            throw .versions(action, name.map { place.versions.appending($0) } ?? place.versions, error)
        }
    }
}

extension Failure {
    /// A system call on the versions of a classifier failed.
    static func versions(_ action: String, _ path: FilePath, _ code: Errno) -> Failure {
        let isFolder = (try? FileCalls().state(at: path))?.type == .directory
        let obstacle =
            [.permissionDenied, .notPermitted, .readOnlyFileSystem, .noSuchFileOrDirectory].contains(code)
            ? PathObstacle.find(.writeFolder, at: isFolder ? path : path.removingLastComponent()) : nil
        let isFull = code == .noSpace || code == .diskQuotaExceeded
        return Failure(
            kind: isFull ? "disk_full" : "versions_unwritable",
            message: "cannot \(action) \(path.readable): \(code)",
            remedy: isFull
                ? "free some space; old versions of a classifier may be removed, a folder each"
                : obstacle?.words
                    ?? "the versions of a classifier lie beside it: let user \(UserNames.current) write there",
            isTransient: true
        )
    }

    /// The kind of the failure that a version is damaged.
    static let damagedVersionKind = "version_damaged"

    /// Whether a training failed on the earlier samples that came along, and not on what is annotated.
    package var isAboutSamples: Bool { [Self.damagedVersionKind, "samples_refused"].contains(kind) }

    /// A file of a version is not what it was when it was written.
    static func damagedVersion(_ path: FilePath, _ problem: String) -> Failure {
        Failure(
            kind: damagedVersionKind,
            message: "\(path.readable) cannot be used: \(problem)",
            remedy: "`segmentd promote` takes another version; a backup may have this one"
        )
    }
}
