/// Turns the rows of an image's own table into rows of the table of all objects.
///
/// What it gets was written by a worker, over a file of a stranger: whatever is not a row of numbers and names is refused.
struct ObjectRows {
    private let count: Int
    /// For each column behind image and recipe, which field of a row has its value.
    private let sources: [Int?]
    private var fields: [Range<Int>] = []

    /// From a table with the columns `source` to one with `columns`.
    init(from source: [String], to columns: ObjectColumns) {
        count = source.count
        sources = columns.names.dropFirst(ObjectColumns.own.count).map(source.firstIndex)
    }

    /// Adds a row; false, and nothing added, where it is none.
    ///
    /// - Parameter prefix: the fields of image and recipe, with a comma behind each.
    mutating func append(_ row: ArraySlice<UInt8>, prefix: [UInt8], to rows: inout [UInt8]) -> Bool {
        let before = rows.count
        let isRow = row.withUnsafeBufferPointer { row in
            guard Self.isText(row), RowFields.split(row, into: &fields), fields.count == count else { return false }
            rows.append(contentsOf: prefix)
            for (column, source) in sources.enumerated() {
                if column > 0 { rows.append(UInt8(ascii: ",")) }
                if let source { rows.append(contentsOf: UnsafeBufferPointer(rebasing: row[fields[source]])) }
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
