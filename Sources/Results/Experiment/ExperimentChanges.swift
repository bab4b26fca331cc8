import Files
import SystemPackage
import WorkerProtocol

/// How the tables have to change so that they say what the summaries say.
struct ExperimentChanges {
    /// So many results are taken in at once; the rest is for the next time.
    static let most = 10_000

    /// Results that are new in the tables, or that have other rows than there.
    private(set) var results: [ExperimentResult] = []
    /// Entries whose rows hold, with another line.
    private(set) var lines: [Int: ExperimentResult] = [:]
    /// Entries that stay, with other groups.
    private(set) var regrouped: Set<Int> = []
    /// Entries that leave.
    private(set) var gone: Set<Int> = []
    /// Whether nothing is left for another time.
    private(set) var isComplete = true

    private let experiment: ExperimentFolder
    private let work: ExperimentWork
    private let reading: ExperimentReading
    private let index: ExperimentIndex
    /// Entries by a hash of their fields of image and recipe, and by one of their summary.
    private var byPrefix: [Int: Int32] = [:]
    private var bySummary: [Int: Int32] = [:]
    /// Where in `results` those of the same fields of image and recipe are.
    private var places: [[UInt8]: Int] = [:]

    /// No change yet.
    init(to index: ExperimentIndex, of experiment: ExperimentFolder, _ work: ExperimentWork) {
        self.index = index
        self.experiment = experiment
        self.work = work
        reading = ExperimentReading(of: experiment, work)
        byPrefix.reserveCapacity(index.entries.count)
        bySummary.reserveCapacity(index.entries.count)
        for (number, entry) in index.entries.enumerated() {
            let (prefix, summary) = (index.prefix(of: entry).byteHash, index.summary(of: entry).byteHash)
            // What stands there twice was brought in by hand.
            guard byPrefix[prefix] == nil, bySummary[summary] == nil else {
                gone.insert(number)
                continue
            }
            (byPrefix[prefix], bySummary[summary]) = (Int32(number), Int32(number))
        }
    }

    /// Whether the tables say everything already.
    var isEmpty: Bool { results.isEmpty && lines.isEmpty && regrouped.isEmpty && gone.isEmpty && index.isExact }

    /// The entry that a result takes the place of, for its rows where those cannot be had any more.
    func entry(for result: ExperimentResult) -> Int? { entry(prefix: result.prefix) }

    private func entry(prefix: [UInt8]) -> Int? {
        byPrefix[prefix.byteHash].map(Int.init).flatMap {
            index.prefix(of: index.entries[$0]).elementsEqual(prefix) ? $0 : nil
        }
    }

    private func entry(summary: [UInt8]) -> Int? {
        bySummary[summary.byteHash].map(Int.init).flatMap {
            index.summary(of: index.entries[$0]).elementsEqual(summary) ? $0 : nil
        }
    }

    /// Compares all summaries that lie there.
    mutating func findAll() throws(Failure) {
        defer { findRegrouped() }
        var seen = Set<Int>()
        var walk = ExperimentWalk(of: experiment, work)
        try walk.run { found throws(Failure) in
            let number = entry(summary: reading.path(found.name, found.way))
            if let number {
                seen.insert(number)
                let entry = index.entries[number]
                let stamp = ImageLine.stamp(found.file)
                // By a template of before, the image is to be done anew.
                guard isCalled(found.name, entry) else {
                    gone.insert(number)
                    return true
                }
                if index.field(ImageLine.finished, of: entry) == stamp.finished,
                    index.field(ImageLine.size, of: entry) == stamp.bytes,
                    index.field(ImageLine.digest, of: entry) != ImageLine.unusable
                {
                    return true
                }
            }
            guard results.count + lines.count < Self.most else {
                isComplete = false
                return true
            }
            try take(reading.read(found.name, in: found.folder, found.way, known: knownDigest))
            return true
        }
        guard walk.isComplete else { return }
        for (number, entry) in index.entries.enumerated() where !seen.contains(number) && !gone.contains(number) {
            if try isGone(index.summary(of: entry)) { gone.insert(number) }
        }
    }

    /// Whether a summary of this name is that of an entry's image by the names that hold now.
    private func isCalled(_ name: FilePath.Component, _ entry: ExperimentIndex.Entry) -> Bool {
        guard let way = TableText.way(index.image(of: entry)), let image = way.last else { return false }
        let recipe = String(decoding: TableText.unquoted(index.field(1, of: entry)), as: UTF8.self)
        let scheme = experiment.scheme(way, recipe.isEmpty ? nil : recipe)
        return [false, true].contains {
            OutputNames(image: image, scheme: scheme, carriesExtension: $0).summary == name
        }
    }

    private mutating func findRegrouped() {
        let groups = experiment.groups
        for (number, entry) in index.entries.enumerated() where !gone.contains(number) {
            let isSame =
                groups.names == index.groups
                && groups.lineEnd(image: index.image(of: entry)).elementsEqual(index.lineEnd(of: entry))
            if !isSame { regrouped.insert(number) }
        }
    }

    /// Reads the summaries of some results.
    mutating func find(_ news: [ExperimentNews.Result]) throws(Failure) {
        var last: (way: [FilePath.Component], folder: ResultFolder?)?
        for result in news {
            if last?.way != result.way {
                let place = experiment.results(result.way)
                let folder = try work.step(place.path) { () throws(Failure) in
                    try ResultFolder(existing: place, calls: work.calls)
                }
                last = (result.way, folder)
            }
            guard let folder = last?.folder else { continue }
            for carriesExtension in [false, true] {
                let names = OutputNames(
                    image: result.image,
                    scheme: experiment.scheme(result.way + [result.image], result.recipe),
                    carriesExtension: carriesExtension
                )
                try take(
                    reading.read(names.summary, in: folder, result.way, of: result.image, known: knownDigest)
                )
            }
        }
    }

    private func knownDigest(_ prefix: [UInt8]) -> [UInt8]? {
        guard let number = entry(prefix: prefix) else { return nil }
        let digest = index.field(ImageLine.digest, of: index.entries[number])
        return digest.isEmpty || digest == ImageLine.unusable ? nil : digest
    }

    private mutating func take(_ finding: ExperimentResult.Finding) {
        switch finding {
        case .none: break
        case .inMotion: isComplete = false
        case .result(let result):
            let number = entry(for: result)
            if let other = entry(summary: result.summary), other != number { gone.insert(other) }
            if let number, !gone.contains(number) {
                let entry = index.entries[number]
                if index.head(of: entry).elementsEqual(result.head), result.source == nil { return }
                if result.source == nil, result.digest == index.field(ImageLine.digest, of: entry) {
                    lines[number] = result
                    return
                }
                gone.insert(number)
            }
            if let place = places[result.prefix] {
                results[place] = result
            } else {
                places[result.prefix] = results.count
                results.append(result)
            }
        }
    }

    /// Whether a summary is gone or none of this experiment, and not just being replaced: nobody commits while that is
    /// looked at.
    private func isGone(_ field: ArraySlice<UInt8>) throws(Failure) -> Bool {
        guard let way = TableText.way(field), let name = way.last, experiment.reaches(way.dropLast()) else {
            return true
        }
        let place = experiment.place(way.dropLast())
        return try work.step(place.path) { () throws(Failure) in
            guard let folder = try ResultFolder(existing: place, calls: work.calls) else { return true }
            return try folder.exclusively { () throws(Failure) in
                try folder.attempt("look at", name) { () throws(Errno) in
                    try folder.calls.state(of: name, in: folder.descriptor) == nil
                }
            }
        }
    }
}

extension Collection<UInt8> {
    /// A hash of these bytes, as long as this process lives.
    fileprivate var byteHash: Int {
        var hasher = Hasher()
        if withContiguousStorageIfAvailable({ hasher.combine(bytes: UnsafeRawBufferPointer($0)) }) == nil {
            for byte in self { hasher.combine(byte) }
        }
        return hasher.finalize()
    }
}
