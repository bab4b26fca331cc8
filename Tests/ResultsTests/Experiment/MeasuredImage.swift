import Files
import Imaging
import Results
import SystemPackage
import TestSupport
import WorkerProtocol

/// An image with a table of objects of its own, as a worker leaves it.
struct MeasuredImage {
    var image: FilePath.Component
    var way: [FilePath.Component] = []
    var recipe: String?
    var subfolder: FilePath.Component?
    /// The column behind those that all tables have.
    var column = "solidity"
    /// What stands in it, an object each.
    var values: [String]

    /// The image's own table.
    var csv: [UInt8] {
        let rows = values.enumerated().map { "0,0,\($0 + 1),9,1.5,2.5,\($1)\n" }
        return Array((TableMark.columns + column + "\n" + rows.joined()).utf8)
    }

    var names: OutputNames { OutputNames(image: image, recipe: recipe) }
    var news: ExperimentNews.Result { ExperimentNews.Result(way: way, image: image, recipe: recipe) }

    /// Makes the results, below `folder`.
    func commit(below folder: TemporaryFolder, table: [UInt8]? = nil) throws {
        let table = table ?? csv
        var sample = SampleResult(image: image, content: "\(values)", outputs: [.objects])
        sample.recipe = recipe
        var summary = sample.summary
        summary.outputs[0].bytes = table.count
        summary.outputs[0].sha256 = FileDigest.sha256(table)
        let commit = try ResultCommit(in: results(below: folder), names: names, outputs: [.objects])
        try FileDescriptor(rawValue: commit.descriptors[0]).writeAll(table)
        try commit.commit(summary)
    }

    /// Records a failure.
    func fail(below folder: TemporaryFolder) throws {
        let sample = SampleResult(image: image, recipe: recipe, content: "\(values)", outputs: [.objects])
        _ = try results(below: folder).record(failure: sample.failure(), names: names)
    }

    /// Removes the results.
    func remove(below folder: TemporaryFolder) throws {
        let results = try results(below: folder)
        for name in [names.summary, names[.objects]] { try FileCalls().remove(name, in: results.descriptor) }
    }

    private func results(below folder: TemporaryFolder) throws -> ResultFolder {
        let below = way + (subfolder.map { [$0] } ?? [])
        try folder.makeFolder(below.map(\.string).joined(separator: "/"))
        return try ResultFolder(
            opening: OutputFolder(base: folder.path, below: below, creatable: 0, isBaseCreatable: false)
        )
    }
}

/// A table as somebody reads it who knows CSV and nothing of segmentd.
struct ReadTable: Equatable {
    var columns: [String] = []
    var rows: [[String]] = []

    /// Reads a file; nil where there is none, or one that is not well formed.
    init?(_ name: String, in folder: TemporaryFolder) {
        guard let bytes = try? folder.read(name), bytes.last == UInt8(ascii: "\n") else { return nil }
        var (all, row, field, isQuoted) = ([[String]](), [String](), [UInt8](), false)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted, UInt8(ascii: "\n") where !isQuoted:
                guard let text = String(validating: field, as: UTF8.self) else { return nil }
                row.append(text)
                field = []
                if byte == UInt8(ascii: "\n") {
                    all.append(row)
                    row = []
                }
            default: field.append(byte)
            }
        }
        guard let columns = all.first, all.allSatisfy({ $0.count == columns.count }) else { return nil }
        (self.columns, rows) = (columns, Array(all.dropFirst()))
    }

    /// The values of a column.
    subscript(_ name: String) -> [String] {
        guard let index = columns.firstIndex(of: name) else { return [] }
        return rows.map { $0[index] }
    }
}

/// Both tables of a folder.
struct ReadTables: Equatable {
    var objects: ReadTable
    var images: ReadTable

    /// Reads both; nil where one is missing or not well formed.
    init?(_ folder: TemporaryFolder, in place: String = "") {
        guard let objects = ReadTable(place + "segmentd_objects.csv", in: folder),
            let images = ReadTable(place + "segmentd_images.csv", in: folder)
        else { return nil }
        (self.objects, self.images) = (objects, images)
    }

    /// What is said of each object: image, recipe, label, and the value of a column.
    func objects(_ column: String = "solidity") -> [String] {
        zip(zip(objects["image"], objects["recipe"]), zip(objects["label"], objects[column])).map {
            "\($0.0) \($0.1) \($1.0) \($1.1)"
        }.sorted()
    }

    /// What is expected of them.
    static func expected(_ images: [MeasuredImage]) -> [String] {
        images.flatMap { image in
            image.values.enumerated().map { number, value in
                let path = (image.way + [image.image]).map(\.string).joined(separator: "/")
                return "\(path) \(image.recipe ?? "") \(number + 1) \(value)"
            }
        }.sorted()
    }
}

extension TemporaryFolder {
    /// The tables of the images below this folder.
    func tables(_ work: ExperimentWork = ExperimentWork(), output: OutputLocation = .beside) -> ExperimentTables {
        ExperimentTables(of: ExperimentFolder(path, output: output), work)
    }
}
