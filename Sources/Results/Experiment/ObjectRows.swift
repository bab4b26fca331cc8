/// Turns the rows of an image's own table into rows of the table of all objects.
///
/// What it gets was written by a worker, over a file of a stranger: whatever is not a row of numbers and names is refused.
struct ObjectRows {
    private let count: Int
    /// Where the value of a column is from.
    private enum Source {
        case field(Int)
        case group(Int)
        case none
    }

    /// For each column behind image and recipe.
    private let sources: [Source]
    private var fields: [Range<Int>] = []

    /// From a table with the columns `source` to one with `columns`, where `groups` are those of the image as it is known now.
    init(from source: [String], to columns: ObjectColumns, groups: [String]) {
        count = source.count
        sources = columns.names.dropFirst(ObjectColumns.own.count).map { name in
            groups.firstIndex(of: name).map(Source.group) ?? source.firstIndex(of: name).map(Source.field) ?? .none
        }
    }

    /// Adds a row; false, and nothing added, where it is none.
    ///
    /// - Parameters:
    ///   - prefix: the fields of image and recipe, with a comma behind each.
    ///   - groups: the fields of the groups.
    mutating func append(
        _ row: ArraySlice<UInt8>,
        prefix: [UInt8],
        groups: [[UInt8]],
        to rows: inout [UInt8]
    ) -> Bool {
        let before = rows.count
        let isRow = row.withUnsafeBufferPointer { row in
            guard Self.isText(row), RowFields.split(row, into: &fields), fields.count == count else { return false }
            rows.append(contentsOf: prefix)
            for (column, source) in sources.enumerated() {
                if column > 0 { rows.append(UInt8(ascii: ",")) }
                switch source {
                case .field(let number): rows.append(contentsOf: UnsafeBufferPointer(rebasing: row[fields[number]]))
                case .group(let number): rows.append(contentsOf: groups[number])
                case .none: break
                }
            }
            return true
        }
        guard isRow else { return false }
        // A line end within quotes would part the row for whoever reads line by line.
        for index in before..<rows.count where rows[index] == 0x0A || rows[index] == 0x0D { rows[index] = 0x20 }
        rows.append(UInt8(ascii: "\n"))
        return true
    }

    /// Whether there are no bytes but those of text.
    private static func isText(_ row: UnsafeBufferPointer<UInt8>) -> Bool {
        var isASCII = true
        for byte in row {
            if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return false }
            if byte >= 0x7F { isASCII = byte == 0x7F ? isASCII : false }
        }
        return isASCII || String(validating: row, as: UTF8.self) != nil
    }
}
