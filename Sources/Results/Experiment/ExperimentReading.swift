import Files
import SystemPackage
import WorkerProtocol

/// Reads results for the tables.
struct ExperimentReading {
    private let experiment: ExperimentFolder
    private let work: ExperimentWork

    init(of experiment: ExperimentFolder, _ work: ExperimentWork) {
        self.experiment = experiment
        self.work = work
    }

    /// The field for a summary.
    func path(_ name: FilePath.Component, _ way: [FilePath.Component]) -> [UInt8] {
        TableText.path(experiment.results(way).below + [name])
    }

    /// Reads the summary of the given name, and looks at the table that it names.
    ///
    /// - Parameters:
    ///   - image: the image that it has to be of, where that is known.
    ///   - known: the digest of the table whose rows are in the table of objects already, for the fields of image and
    ///     recipe.
    func read(
        _ name: FilePath.Component,
        in folder: ResultFolder,
        _ way: [FilePath.Component],
        of image: FilePath.Component? = nil,
        known: (_ prefix: [UInt8]) -> [UInt8]?
    ) throws(Failure) -> ExperimentResult.Finding {
        let path = folder.path.appending(name)
        let (content, file): (SummaryFile.Content, FileState?)
        do throws(Failure) {
            (content, file) = try work.step(path) { () throws(Failure) in try folder.readSummary(name) }
        } catch {
            // One file that cannot be read keeps no other image out of the tables.
            if error.kind == Failure.tablesInterruptedKind { throw error }
            work.problem("\(path.readable) is left out of the tables: \(error.message)")
            return .none
        }
        switch content {
        case .absent, .foreign: return .none
        case .unreadable(let reason):
            work.problem("\(path.readable) is left out of the tables: it \(reason)")
            return .none
        case .found(let summary):
            guard let file, let component = summary.image.component, image == nil || image == component,
                isNamed(summary, name, way + [component])
            else { return .none }
            let prefix = ImageLine.prefix(image: way + [component], recipe: summary.recipe)
            let (source, access, digest, problem) = try source(
                of: summary,
                in: folder,
                way,
                known: known(prefix)
            )
            if let problem {
                // An image that is done again just now has no summary, or another one.
                guard try work.step(path, { () throws(Failure) in try folder.readSummary(name) }).content == content
                else { return .inMotion }
                work.problem(problem)
            }
            let place = self.path(name, way)
            return .result(
                ExperimentResult(
                    prefix: prefix,
                    image: TableText.path(way + [component]),
                    summary: place,
                    head: ImageLine.head(summary, prefix: prefix, file: file, path: place, digest: digest),
                    digest: digest,
                    source: source,
                    access: access
                )
            )
        }
    }

    /// Whether a summary of this name is that of its image under its recipe, rather than a copy, or one of earlier names.
    private func isNamed(_ summary: Summary, _ name: FilePath.Component, _ way: [FilePath.Component]) -> Bool {
        summary.isNamed(name, by: experiment.scheme(way, summary.recipe))
    }

    private typealias Checked = (
        source: ExperimentResult.Source?, access: Readers.Access?, digest: [UInt8], problem: String?
    )

    /// The table that a summary names, if it is the one of which it tells.
    private func source(
        of summary: Summary,
        in folder: ResultFolder,
        _ way: [FilePath.Component],
        known: [UInt8]?
    ) throws(Failure) -> Checked {
        guard summary.status == .done, let output = summary.outputs.first(where: { $0.kind == .objects }) else {
            return (nil, nil, [], nil)
        }
        let digest = TableText.field(output.sha256)
        if digest == known { return (nil, nil, digest, nil) }
        guard let name = output.component else { return (nil, nil, ImageLine.unusable, nil) }
        let path = folder.path.appending(name)
        var found: Result<(ExperimentResult.Source, Readers.Access)?, Errno> = .success(nil)
        try work.step(path) { () throws(Failure) in
            found = Result { () throws(Errno) in
                try Self.check(output, named: name, in: folder, experiment.results(way))
            }
        }
        var reason = "it is not the table of which its summary tells"
        switch found {
        case .success((var source, let access)?):
            source.formerGroups = Set(summary.groups?.keys ?? [:].keys)
            return (source, access, digest, nil)
        case .success(nil): break
        case .failure(let code): reason = "it cannot be read: \(code)"
        }
        let problem = "\(path.readable) is left out of the table of all objects: \(reason)"
        return (nil, nil, ImageLine.unusable, problem)
    }

    private static func check(
        _ output: Summary.Output,
        named name: FilePath.Component,
        in folder: ResultFolder,
        _ place: OutputFolder
    ) throws(Errno) -> (ExperimentResult.Source, Readers.Access)? {
        let calls = folder.calls
        let file = try calls.openFile(name, in: folder.descriptor)
        let state = try calls.state(of: file.number)
        guard state.isRegularFile, state.identity.size == output.bytes,
            try FileDigest.sha256(fileDescriptor: file.number, calls: calls) == output.sha256
        else { return nil }
        var rows = RowReader(file, 0..<min(output.bytes, ObjectColumns.longestHeader), calls: calls)
        guard case .row(let header) = try rows.next(), let columns = ObjectColumns.ofImage(header: header) else {
            return nil
        }
        let source = ExperimentResult.Source(
            place: place,
            name: name,
            file: state,
            columns: columns,
            start: header.count + 1
        )
        return (source, try calls.access(of: file))
    }
}
