import Files
import SystemPackage
import Training
import WorkerProtocol

/// Takes the samples of tables whose rows are annotated: CSV with a line of names, and commas, semicolons or tabs between.
///
/// The features are the columns in their order, or those that are named. Rows that lack a value, or have no annotation above 0,
/// are left out, as in APOC; infinite values are refused.
struct TableSampling {
    private let annotationColumn: String
    /// The columns that are wanted; nil for all.
    private let wanted: [String]?
    /// The names of the features, as the first table has them.
    private(set) var featureNames: [String] = []

    /// A sampling of the columns that `specification` names, all where it is empty.
    init(annotationColumn: String, features specification: String) {
        self.annotationColumn = annotationColumn
        let names = specification.split { $0 == " " || $0 == "," }.map(String.init)
        wanted = names.isEmpty ? nil : names
    }

    /// The samples of one table.
    ///
    /// - Throws: a `Failure` where it cannot be read, lacks a column, or holds text.
    mutating func block(_ descriptor: Int32, name: String) throws(Failure) -> SampleBlock {
        try refuseChoice()
        let bytes = try Self.read(descriptor, name: name)
        let (wanted, annotationColumn) = (wanted, annotationColumn)
        let table = try DelimitedTable(bytes, name: name) { (all) throws(Failure) in
            let chosen = (wanted ?? all.filter { $0 != annotationColumn }) + [annotationColumn]
            if let missing = chosen.first(where: { !all.contains($0) }) { throw Self.missing(missing, all, name) }
            return chosen
        }
        let names = wanted ?? table.names.filter { $0 != annotationColumn }
        if let wrong = names.first(where: { !Self.isName($0) }) {
            throw table.refusal(
                "\(name) has the column \"\(wrong)\", and in the file of a classifier blanks and commas stand between names",
                "rename it, for example mean_intensity, or name the other columns with --features"
            )
        }
        if featureNames.isEmpty { featureNames = names }
        guard names == featureNames, !names.isEmpty else {
            throw table.refusal(
                "\(name) has the columns \(names.joined(separator: ", "))",
                "give every table the same columns, at least one beside that of annotations"
            )
        }
        var block = try block(table, name: name)
        block.imageSHA256 = FileDigest.sha256(bytes)
        return block
    }

    /// Refuses columns that cannot be features together: a forest that reads the answer is right about all that it is shown.
    private func refuseChoice() throws(Failure) {
        let names = wanted ?? []
        let problem: String
        if names.contains(annotationColumn) {
            problem = "the column \(annotationColumn) holds the annotations, and is named as a feature too"
        } else if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            problem = "the feature \(names[twice]) is named twice"
        } else {
            return
        }
        throw Failure(
            kind: "features_refused",
            message: problem,
            remedy: "name each column of numbers once with --features, without that of the annotations"
        )
    }

    private func block(_ table: DelimitedTable, name: String) throws(Failure) -> SampleBlock {
        let columns = table.columns.dropLast()
        let classes = table.columns[columns.count].values
        // Whole numbers alone keep all their digits; together with others they become doubles first.
        let areWhole = columns.allSatisfy(\.isWhole)
        var block = SampleBlock(image: name, annotation: nil, columnCount: columns.count)
        for row in classes.indices where classes[row] > 0 {
            if columns.contains(where: { $0.values[row].isNaN }) { continue }
            guard let annotation = Int32(exactly: classes[row]) else {
                throw table.refusal(
                    "\(name) has \(classes[row]) in the column \(annotationColumn) of row \(row + 1), which is no class "
                        + "number",
                    "annotate with whole numbers from 1, and 0 or nothing where nothing is said"
                )
            }
            for (feature, column) in columns.enumerated() {
                let value = areWhole ? Float(column.whole[row]) : Float(column.values[row])
                guard value.isFinite else {
                    throw table.refusal(
                        "\(name) has \(column.values[row]) in the column \(featureNames[feature]) of row \(row + 1), "
                            + "which is infinite as a 32-bit float",
                        "leave the row or the column out"
                    )
                }
                block.columns[feature].append(value)
            }
            block.annotations.append(annotation)
            block.units.append(UInt32(block.units.count))
            block.places.append(Self.place(of: block.columns.map { $0[$0.count - 1] }))
            block.isTest.append(false)
        }
        return block
    }

    /// By what a row is known again, in whatever table and order: a hash of its values (FNV-1a, the first 63 bits).
    static func place(of values: [Float]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        // Two zeros are one value.
        for bits in values.map({ ($0 == 0 ? 0 : $0).bitPattern }) {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                hash = (hash ^ UInt64(bits >> shift & 0xff)) &* 0x100_0000_01b3
            }
        }
        return hash >> 1
    }

    /// Whether a header, which is a comment and has the names with blanks between, gives the name back.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("*/") && !name.contains { $0.isWhitespace || $0 == "," }
    }

    private static let mostBytes = 2 << 30

    private static func read(_ descriptor: Int32, name: String) throws(Failure) -> [UInt8] {
        let calls = FileCalls()
        let size: Int64
        do { size = try calls.state(of: descriptor).identity.size } catch {
            throw .imageUnreadable(name: name, code: error)
        }
        // One that is cut may end in a number that is cut too, which nothing tells from a whole one.
        guard size <= mostBytes else {
            throw Failure(
                kind: "table_refused",
                message: "\(name) has \(size) bytes; a table may have \(mostBytes)",
                remedy: "save only the columns that are used, or several tables"
            )
        }
        do { return try calls.read(descriptor, first: Int(size)) } catch {
            throw .imageUnreadable(name: name, code: error)
        }
    }

    private static func missing(_ column: String, _ all: [String], _ name: String) -> Failure {
        Failure(
            kind: "table_refused",
            message: "\(name) has no column \(column); it has \(all.joined(separator: ", "))",
            remedy: "name the column of annotations with --annotation-column, and those of features with --features"
        )
    }
}
