import Files
import SystemPackage
import WorkerProtocol

/// Looks through the results of an experiment for summaries, opening none of them.
struct ExperimentWalk {
    /// A summary that lies there.
    struct Found {
        /// The way from the top to the folder of its image.
        let way: [FilePath.Component]
        /// The open folder in which it lies.
        let folder: ResultFolder
        let name: FilePath.Component
        let file: FileState
    }

    private static let deepest = 64

    private let experiment: ExperimentFolder
    private let work: ExperimentWork
    /// Whether every folder could be looked into: what was not found then is not there.
    private(set) var isComplete = true

    init(of experiment: ExperimentFolder, _ work: ExperimentWork) {
        self.experiment = experiment
        self.work = work
    }

    /// Hands out every summary, a folder after the other, by name within each; ends when `body` says false.
    mutating func run(_ body: (Found) throws(Failure) -> Bool) throws(Failure) {
        var ahead: [[FilePath.Component]] = [[]]
        while let way = ahead.popLast() {
            guard let folder = try open(experiment.place(way)) else {
                isComplete = isComplete && !way.isEmpty
                continue
            }
            let (names, subfolders) = try list(folder)
            if experiment.isRecursive, way.count < Self.deepest {
                // The last is looked into first.
                ahead += subfolders.sorted { $1.bytes.lexicographicallyPrecedes($0.bytes) }.map { way + [$0] }
            }
            if experiment.subfolder != nil {
                guard let results = try open(experiment.results(way)) else { continue }
                guard try handOut(list(results).names, of: results, way, body) else { return }
            } else {
                guard try handOut(names, of: folder, way, body) else { return }
            }
        }
    }

    private func handOut(
        _ names: [FilePath.Component],
        of folder: ResultFolder,
        _ way: [FilePath.Component],
        _ body: (Found) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        for name in names.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            let state = try work.step(folder.path) { () throws(Failure) in
                try folder.attempt("look at", name) { () throws(Errno) in
                    try folder.calls.state(of: name, in: folder.descriptor)
                }
            }
            guard let state, state.isRegularFile else { continue }
            guard try body(Found(way: way, folder: folder, name: name, file: state)) else { return false }
        }
        return true
    }

    private mutating func open(_ place: OutputFolder) throws(Failure) -> ResultFolder? {
        do {
            return try work.step(place.path) { () throws(Failure) in
                try ResultFolder(existing: place, calls: work.calls)
            }
        } catch {
            if error.kind == Failure.tablesInterruptedKind { throw error }
            isComplete = false
            return nil
        }
    }

    /// Names of summaries in a folder, and of the folders in it that are looked into.
    private mutating func list(
        _ folder: ResultFolder
    ) throws(Failure) -> (names: [FilePath.Component], folders: [FilePath.Component]) {
        try work.step(folder.path) { () throws(Failure) in
            try folder.attempt("list", nil) { () throws(Errno) in
                var (names, folders): ([FilePath.Component], [FilePath.Component]) = ([], [])
                // An opening of its own: listing moves its position.
                var entries = try FolderEntries(of: folder.calls.openFolder(".", in: folder.descriptor))
                while let entry = try entries.next() {
                    if entry.name.bytes.first != UInt8(ascii: "."), ResultFamily.isSummary(entry.name) {
                        names.append(entry.name)
                    } else if entry.mayBeFolder, experiment.enters(folder.path.appending(entry.name)),
                        try folder.calls.state(of: entry.name, in: folder.descriptor)?.type == .directory
                    {
                        folders.append(entry.name)
                    }
                }
                return (names, folders)
            }
        }
    }
}
