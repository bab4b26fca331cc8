/// Where the fields of a row lie.
enum RowFields {
    /// Cuts a row into its fields, with the quotes they have; false where it is not as RFC 4180 has it.
    static func split(_ row: UnsafeBufferPointer<UInt8>, into fields: inout [Range<Int>]) -> Bool {
        fields.removeAll(keepingCapacity: true)
        let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
        var start = 0
        while true {
            var end = start
            if end < row.count, row[end] == quote {
                end += 1
                while true {
                    while end < row.count, row[end] != quote { end += 1 }
                    guard end < row.count else { return false }
                    end += 1
                    guard end < row.count, row[end] == quote else { break }
                    end += 1
                }
            } else {
                while end < row.count, row[end] != comma {
                    if row[end] == quote { return false }
                    end += 1
                }
            }
            fields.append(start..<end)
            if end == row.count { return true }
            guard row[end] == comma else { return false }
            start = end + 1
        }
    }

    /// The fields of a row as texts; nil where it is not as RFC 4180 has it, or no UTF-8.
    static func texts(_ row: ArraySlice<UInt8>) -> [String]? {
        var fields: [Range<Int>] = []
        guard row.withUnsafeBufferPointer({ split($0, into: &fields) }) else { return nil }
        var texts: [String] = []
        for field in fields {
            let bytes = TableText.unquoted(row[row.startIndex + field.lowerBound..<row.startIndex + field.upperBound])
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
