import Files
package import SystemPackage
package import WorkerProtocol

/// The two tables of an experiment: all objects of all images, and all images.
///
/// A table is only ever replaced whole, by a rename: whoever reads one has it complete, as it was at one moment, with no
/// image in it twice. What they hold is told by `ExperimentIndex`, what they are to hold by the summaries.
package struct ExperimentTables: Sendable {
    /// The table of all objects.
    package static let objectsName: FilePath.Component = "segmentd_objects.csv"
    /// The table of images.
    package static let imagesName: FilePath.Component = "segmentd_images.csv"

    private let experiment: ExperimentFolder
    private let work: ExperimentWork

    /// The tables of `experiment`, whether they are there yet or not.
    package init(of experiment: ExperimentFolder, _ work: ExperimentWork = ExperimentWork()) {
        self.experiment = experiment
        self.work = work
    }

    /// Whether both tables are there, and ours.
    package var areThere: Bool {
        guard let folder = try? ResultFolder(existing: experiment.tables, calls: work.calls),
            let objects = try? isOurs(Self.objectsName, ObjectColumns.mark, in: folder),
            let images = try? isOurs(Self.imagesName, ImageLine.mark, in: folder)
        else { return false }
        return objects && images
    }

    /// Brings both tables up to date.
    ///
    /// - Throws: a `Failure` where they cannot be written; what can pass is transient. They are as they were then.
    package func update(_ news: ExperimentNews) throws(Failure) -> ExperimentOutcome {
        guard let (folder, lock, isNew) = try lockedTables() else { return ExperimentOutcome() }
        return try withExtendedLifetime(lock) { () throws(Failure) in
            if case .everything = news {
                // What cannot be removed, another user's for example, is in nobody's way.
                _ = try? step(folder) { () throws(Failure) in try folder.removeStaleTemporaries() }
            }
            let index = try ExperimentIndex(images: lock, objects: openObjects(in: folder), in: folder, work)
            var changes = ExperimentChanges(to: index, of: experiment, work)
            switch news {
            case .results(let results) where index.isExact && !isNew && index.groups == experiment.groups.names:
                try changes.find(results)
            // What the tables lack, only a look at everything tells.
            default: try changes.findAll()
            }
            var outcome = ExperimentOutcome(isComplete: changes.isComplete, images: index.entries.count)
            guard !changes.isEmpty else { return outcome }
            let written = try TableRewrite(index, changes, in: folder, experiment, work).run()
            (outcome.isWritten, outcome.images, outcome.bytes) = (true, written.images, written.bytes)
            outcome.isComplete = outcome.isComplete && written.isComplete
            return outcome
        }
    }

    /// The open folder, and the table of images, which is made where there is none, locked; nil while there is no result.
    private func lockedTables() throws(Failure) -> (folder: ResultFolder, images: Descriptor, isNew: Bool)? {
        if let folder = try existing(), let images = try lock(folder) { return (folder, images, false) }
        var isThereAny = false
        var walk = ExperimentWalk(of: experiment, work)
        try walk.run { _ throws(Failure) in
            isThereAny = true
            return false
        }
        guard isThereAny else { return nil }
        let folder = try work.step(experiment.tables.path) { () throws(Failure) in
            try ResultFolder(opening: experiment.tables, readers: readersOfFolder, calls: work.calls)
        }
        try step(folder) { () throws(Failure) in try makeTables(in: folder) }
        return try lock(folder).map { (folder, $0, true) }
    }

    private func existing() throws(Failure) -> ResultFolder? {
        try work.step(experiment.tables.path) { () throws(Failure) in
            try ResultFolder(existing: experiment.tables, calls: work.calls)
        }
    }

    /// Puts empty tables where there are none; nobody else does meanwhile.
    private func makeTables(in folder: ResultFolder) throws(Failure) {
        let tables = [
            (Self.objectsName, ObjectColumns.mark, ObjectColumns().adding(experiment.groups.names).header),
            (Self.imagesName, ImageLine.mark, ImageLine.header(experiment.groups.names)),
        ]
        try folder.exclusively { () throws(Failure) in
            for (name, mark, header) in tables where try !isOurs(name, mark, in: folder) {
                let file = try folder.makeTemporary(for: name)
                var isInPlace = false
                defer { if !isInPlace { folder.remove([file]) } }
                try folder.attempt("write", name) { () throws(Errno) in try folder.calls.write(header, to: file.file) }
                try folder.sync(file)
                try folder.putInPlace(file, replacing: false)
                isInPlace = true
            }
        }
    }

    /// Opens and locks the table of images; nil where there is none. Whoever holds it may replace both tables: the name
    /// leads to the new one then, and those who waited lock that.
    private func lock(_ folder: ResultFolder) throws(Failure) -> Descriptor? {
        for _ in 0..<100 {
            guard try isOurs(Self.imagesName, ImageLine.mark, in: folder) else { return nil }
            let found = try step(folder) { () throws(Failure) in
                try folder.attempt("lock", Self.imagesName) { () throws(Errno) in
                    let file = try openImages(in: folder)
                    let isFree = try folder.calls.lockPatiently(file)
                    return (file, isFree, try folder.calls.state(of: Self.imagesName, in: folder.descriptor))
                }
            }
            let (file, isFree, named) = found
            guard isFree else { throw .tablesLocked(folder.path) }
            let held = try folder.attempt("look at", Self.imagesName) { () throws(Errno) in
                try folder.calls.state(of: file.number)
            }
            if let named, named.isSameFile(as: held) { return file }
        }
        throw .tablesLocked(folder.path)
    }

    private func openImages(in folder: ResultFolder) throws(Errno) -> Descriptor {
        // Network file systems lock what is open for writing only.
        if let file = try? folder.calls.openFile(Self.imagesName, in: folder.descriptor, forWriting: true) {
            return file
        }
        return try folder.calls.openFile(Self.imagesName, in: folder.descriptor)
    }

    private func openObjects(in folder: ResultFolder) throws(Failure) -> Descriptor? {
        guard try isOurs(Self.objectsName, ObjectColumns.mark, in: folder) else { return nil }
        return try step(folder) { () throws(Failure) in
            try folder.attempt("open", Self.objectsName) { () throws(Errno) in
                try folder.calls.openFile(Self.objectsName, in: folder.descriptor)
            }
        }
    }

    /// Whether the name has a table of ours; throws where somebody else has it.
    private func isOurs(_ name: FilePath.Component, _ mark: [UInt8], in folder: ResultFolder) throws(Failure) -> Bool {
        let path = folder.path.appending(name)
        return try step(folder) { () throws(Failure) in
            let beginning = try folder.attempt("read", name) { () throws(Errno) -> [UInt8]? in
                guard let state = try folder.calls.state(of: name, in: folder.descriptor) else { return nil }
                guard state.isRegularFile else { return [] }
                do throws(Errno) {
                    let file = try folder.calls.openFile(name, in: folder.descriptor)
                    return try folder.calls.read(file.number, first: mark.count)
                } catch {
                    if error == .noSuchFileOrDirectory { return nil }
                    throw error
                }
            }
            if let beginning, beginning != mark { throw .foreignTable(path) }
            return beginning != nil
        }
    }

    /// Who may enter a folder that is made for the results: those who may enter that of the images.
    private var readersOfFolder: Readers? {
        guard let folder = try? work.calls.openFolder(at: experiment.base, followingLinks: experiment.followsLinks),
            let access = try? work.calls.access(of: folder)
        else { return nil }
        return Readers(image: access, folder: access).overruled(group: work.group, mode: work.mode)
    }

    private func step<Value>(
        _ folder: ResultFolder,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try work.step(folder.path, body)
    }
}
