import Files
import SystemPackage
import WorkerProtocol

/// Writes both tables anew: what stays is copied as it is, what is new stands behind it.
struct TableRewrite {
    private let index: ExperimentIndex
    private let changes: ExperimentChanges
    private let folder: ResultFolder
    private let experiment: ExperimentFolder
    private let work: ExperimentWork
    private let columns: ObjectColumns
    /// How many columns are new; each row that stays gets as many more fields.
    private let added: Int

    init(
        _ index: ExperimentIndex,
        _ changes: ExperimentChanges,
        in folder: ResultFolder,
        _ experiment: ExperimentFolder,
        _ work: ExperimentWork
    ) {
        self.index = index
        self.changes = changes
        self.folder = folder
        self.experiment = experiment
        self.work = work
        var columns = index.entries.contains { $0.rows > 0 } ? index.columns ?? ObjectColumns() : ObjectColumns()
        let before = columns.names.count
        // All rows are written anew then.
        columns.remove(index.groups.filter { !experiment.groups.names.contains($0) })
        for result in changes.results {
            guard let source = result.source else { continue }
            columns.add(source.columns.filter { !source.formerGroups.contains($0) })
        }
        columns.add(experiment.groups.names)
        self.columns = columns
        added = columns.names.count - before
    }

    /// Writes the tables and puts them in place, that of the objects first.
    func run() throws(Failure) -> (images: Int, bytes: Int, isComplete: Bool) {
        let needed = changes.results.reduce(index.entries.last?.range.upperBound ?? 0) { sum, result in
            sum + 2 * Int(result.source?.file.identity.size ?? 0) + 1024
        }
        try work.room(folder, Int64(needed + index.text.count))
        var files: [TemporaryFile] = []
        var inPlace = 0
        defer { folder.remove(Array(files[inPlace...])) }
        let objects = try TableWriter(ExperimentTables.objectsName, in: folder, work)
        files.append(objects.file)
        let images = try TableWriter(ExperimentTables.imagesName, in: folder, work)
        files.append(images.file)
        share(files)
        try objects.append(columns.header)
        try images.append(ImageLine.header(experiment.groups.names))
        var written = (images: 0, bytes: 0, isComplete: true)
        try copyKept(to: objects, images, &written.images)
        try addNew(to: objects, images, &written)
        try objects.finish()
        try images.finish()
        written.bytes = objects.count + images.count
        for file in files {
            try work.step(folder.path) { () throws(Failure) in try folder.putInPlace(file, replacing: true) }
            inPlace += 1
        }
        try work.step(folder.path) { () throws(Failure) in
            try folder.attempt("sync", nil) { () throws(Errno) in try folder.calls.sync(folder.descriptor) }
        }
        return written
    }

    // MARK: What stays

    private func copyKept(to objects: TableWriter, _ images: TableWriter, _ count: inout Int) throws(Failure) {
        var stretch: Range<Int>?
        func copyStretch() throws(Failure) {
            if let range = stretch, !range.isEmpty { try copy(range, to: objects) }
            stretch = nil
        }
        for (number, entry) in index.entries.enumerated() where !changes.gone.contains(number) {
            if changes.regrouped.contains(number) {
                try copyStretch()
                try regroup(entry, number, to: objects, images)
                count += 1
                continue
            }
            if let range = stretch, range.upperBound == entry.range.lowerBound {
                stretch = range.lowerBound..<entry.range.upperBound
            } else {
                try copyStretch()
                stretch = entry.range
            }
            try appendLine(of: entry, number, to: images)
            count += 1
        }
        try copyStretch()
    }

    /// Copies rows of the old table, with an empty field for each column that is new.
    private func copy(_ range: Range<Int>, to objects: TableWriter) throws(Failure) {
        guard let table = index.objects else { return }
        guard added > 0 else { return try objects.append(range, of: table) }
        let fields = [UInt8](repeating: UInt8(ascii: ","), count: added) + [UInt8(ascii: "\n")]
        var rows = RowReader(table, range, calls: folder.calls)
        while true {
            let row = try folder.attempt("read", ExperimentTables.objectsName) { () throws(Errno) in try rows.next() }
            guard case .row(let bytes) = row else { break }
            try objects.append(bytes)
            try objects.append(fields)
        }
    }

    /// Copies the rows of an entry that has other groups now, and its line.
    private func regroup(
        _ entry: ExperimentIndex.Entry,
        _ number: Int,
        to objects: TableWriter,
        _ images: TableWriter
    ) throws(Failure) {
        let start = objects.count
        let groups = experiment.groups.fields(image: index.image(of: entry))
        if let table = index.objects {
            var rows = RowReader(table, entry.range, calls: folder.calls)
            var converter = RegroupedRows(from: index.columns ?? columns, to: columns, groups: experiment.groups.names)
            var buffer: [UInt8] = []
            while case .row(let row) = try folder.attempt(
                "read",
                ExperimentTables.objectsName,
                { () throws(Errno) in try rows.next() }
            ) {
                converter.append(row, groups, to: &buffer)
                if buffer.count >= 1 << 16 {
                    try objects.append(buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            }
            try objects.append(buffer)
        }
        try appendLine(of: entry, number, bytes: objects.count - start, to: images)
    }

    private func appendLine(of entry: ExperimentIndex.Entry, _ number: Int, to images: TableWriter) throws(Failure) {
        try appendLine(of: entry, number, bytes: entry.range.count + added * entry.rows, to: images)
    }

    private func appendLine(
        of entry: ExperimentIndex.Entry,
        _ number: Int,
        bytes: Int,
        to images: TableWriter
    ) throws(Failure) {
        let head = changes.lines[number].map { $0.head[...] } ?? index.head(of: entry)
        try images.append(head)
        try images.append(tail(rows: entry.rows, bytes: bytes, image: index.image(of: entry)))
    }

    private func tail(rows: Int, bytes: Int, image: some Collection<UInt8>) -> [UInt8] {
        Array(",\(rows),\(bytes)".utf8) + experiment.groups.lineEnd(image: image) + [UInt8(ascii: "\n")]
    }

    // MARK: What is new

    private func addNew(
        to objects: TableWriter,
        _ images: TableWriter,
        _ written: inout (images: Int, bytes: Int, isComplete: Bool)
    ) throws(Failure) {
        var open: (place: OutputFolder, folder: ResultFolder)?
        for result in changes.results {
            let start = objects.count
            var rows = 0
            if let source = result.source {
                if open?.place != source.place {
                    open = try work.step(source.place.path) { () throws(Failure) in
                        try ResultFolder(existing: source.place, calls: work.calls).map { (source.place, $0) }
                    }
                }
                switch try add(result, source, in: open?.folder, to: objects) {
                case .added(let count): rows = count
                case .isNone(let path):
                    try objects.cut(to: start)
                    work.problem(
                        "\(path.readable) is left out of the table of all objects: a row of it is not as its columns are"
                    )
                case .isReplaced:
                    // What stood there before stays until the new result is there.
                    written.isComplete = false
                    guard let number = changes.entry(for: result) else { continue }
                    try regroup(index.entries[number], number, to: objects, images)
                    written.images += 1
                    continue
                }
            }
            try images.append(result.head)
            try images.append(tail(rows: rows, bytes: objects.count - start, image: result.image))
            written.images += 1
        }
    }

    private enum Addition {
        case added(rows: Int)
        /// Its table is none.
        case isNone(FilePath)
        /// Its table is not the one any more that was looked at.
        case isReplaced
    }

    private func add(
        _ result: ExperimentResult,
        _ source: ExperimentResult.Source,
        in results: ResultFolder?,
        to objects: TableWriter
    ) throws(Failure) -> Addition {
        guard let results else { return .isReplaced }
        let path = results.path.appending(source.name)
        let file = try work.step(path) { () throws(Failure) -> Descriptor? in
            guard let file = try? results.calls.openFile(source.name, in: results.descriptor),
                (try? results.calls.state(of: file.number)) == source.file
            else { return nil }
            return file
        }
        guard let file else { return .isReplaced }
        var rows = RowReader(file, source.start..<Int(source.file.identity.size), calls: results.calls)
        var converter = ObjectRows(from: source.columns, to: columns, groups: experiment.groups.names)
        let groups = experiment.groups.fields(image: result.image)
        var (count, buffer) = (0, [UInt8]())
        while true {
            let row = try results.attempt("read", source.name) { () throws(Errno) in try rows.next() }
            switch row {
            case .row(let bytes):
                guard converter.append(bytes, prefix: result.prefix, groups: groups, to: &buffer) else {
                    return .isNone(path)
                }
                count += 1
                if buffer.count >= 1 << 16 {
                    try objects.append(buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            case .damaged: return .isNone(path)
            case .end:
                try objects.append(buffer)
                return .added(rows: count)
            }
        }
    }

    // MARK: Who may read

    /// Opens the new files to those who may read the tables of all images in them.
    private func share(_ files: [TemporaryFile]) {
        let calls = folder.calls
        var all = changes.results.compactMap(\.access)
        if let old = index.objects, index.entries.contains(where: { $0.rows > 0 }),
            let access = try? calls.access(of: old)
        {
            all.append(access)
        }
        guard var least = all.first, let place = try? calls.access(of: folder.descriptor) else { return }
        for access in all.dropFirst() {
            least.permissions.formIntersection(access.permissions)
            // Members of one group need not be those of another.
            if access.group != least.group, !least.permissions.contains(.otherRead) {
                least.permissions.remove(.groupRead)
            }
        }
        let readers = Readers(image: least, folder: place).overruled(group: work.group, mode: work.mode)
        for file in files { calls.share(file.file, with: readers, in: folder.descriptor) }
    }
}
