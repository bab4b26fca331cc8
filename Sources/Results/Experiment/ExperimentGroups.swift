package import SystemPackage

/// What the images of an experiment are of: the last columns of both tables.
///
/// It is asked by the path of each image when a table is written, and not taken from summaries: what a changed sample sheet
/// says is in the tables without any image being done again, and results of before there was a pattern have their groups too.
package struct ExperimentGroups: Sendable {
    /// No groups.
    package static let none = ExperimentGroups(names: []) { _ in [] }

    /// The names of the columns.
    package let names: [String]
    private let texts: @Sendable ([FilePath.Component]) -> [String]

    /// Columns called `names`.
    ///
    /// - Parameter texts: what they say of an image, by the way to it from the folder of the images.
    package init(names: [String], texts: @escaping @Sendable ([FilePath.Component]) -> [String]) {
        (self.names, self.texts) = (names, texts)
    }

    /// The fields of an image, by the field with its path.
    func fields(image field: some Collection<UInt8>) -> [[UInt8]] {
        if names.isEmpty { return [] }
        let texts = TableText.way(field).map(texts) ?? []
        return names.indices.map { $0 < texts.count ? TableText.field(texts[$0]) : [] }
    }

    /// The fields as they stand in a line of the table of images, a comma before each.
    func lineEnd(image field: some Collection<UInt8>) -> [UInt8] {
        fields(image: field).flatMap { [UInt8(ascii: ",")] + $0 }
    }
}

extension ExperimentIndex {
    /// The field with the path of an entry's image.
    func image(of entry: Entry) -> ArraySlice<UInt8> {
        var fields: [Range<Int>] = []
        let prefix = prefix(of: entry)
        guard prefix.withUnsafeBufferPointer({ RowFields.split($0, into: &fields) }), let first = fields.first else {
            return []
        }
        return prefix[prefix.startIndex + first.lowerBound..<prefix.startIndex + first.upperBound]
    }
}

/// Turns rows of the table of all objects into rows with other groups.
struct RegroupedRows {
    /// For each column the number of the group that it is, or of the field of a row as it is.
    private let places: [(group: Int?, field: Int?)]
    private var fields: [Range<Int>] = []

    /// From rows with the columns `old` to rows with `columns`.
    init(from old: ObjectColumns, to columns: ObjectColumns, groups: [String]) {
        places = columns.names.map { (groups.firstIndex(of: $0), old.names.firstIndex(of: $0)) }
    }

    /// Adds a row with these groups.
    mutating func append(_ row: ArraySlice<UInt8>, _ groups: [[UInt8]], to rows: inout [UInt8]) {
        let isWhole = row.withUnsafeBufferPointer { RowFields.split($0, into: &fields) }
        for (number, place) in places.enumerated() {
            if number > 0 { rows.append(UInt8(ascii: ",")) }
            if let group = place.group {
                rows += groups[group]
            } else if isWhole, let field = place.field, field < fields.count {
                rows += row[row.startIndex + fields[field].lowerBound..<row.startIndex + fields[field].upperBound]
            }
        }
        rows.append(UInt8(ascii: "\n"))
    }
}
