import Glibc
package import WorkerProtocol

/// Columns of numbers from a table as text: a line of names, then the rows; commas, semicolons or tabs stand between the fields,
/// whichever the first line has most of.
package struct DelimitedTable {
    /// A column of numbers.
    package struct Column {
        /// Row by row; NaN where nothing is said.
        package var values: [Double] = []
        /// The same with all digits; empty as soon as one is not written as a whole number.
        package var whole: [Int64] = []
        /// Whether all are written as whole numbers.
        package var isWhole = true
    }

    /// The names of all columns.
    package private(set) var names: [String] = []
    /// Those that were asked for, in that order.
    package private(set) var columns: [Column] = []
    private let name: String

    /// Reads the columns that `choose` takes of all names from the bytes of a file called `name`.
    ///
    /// - Throws: a `Failure` where a row has more or fewer fields than there are columns, or one of these holds text.
    package init(
        _ bytes: [UInt8],
        name: String,
        choose: (_ names: [String]) throws(Failure) -> [String]
    ) throws(Failure) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        // The zero ends the last number.
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count - start + 1)
        defer { text.deallocate() }
        _ = text.initialize(fromContentsOf: bytes[start...])
        text.initializeElement(at: text.count - 1, to: 0)
        try self.init(text: UnsafeBufferPointer(text), name: name, choose: choose)
    }

    /// Reads a text that ends with a zero; unsafe, since tables have millions of fields.
    private init(
        text: UnsafeBufferPointer<UInt8>,
        name: String,
        choose: (_ names: [String]) throws(Failure) -> [String]
    ) throws(Failure) {
        self.name = name
        var lines = Lines(text)
        guard let first = lines.next() else { throw refusal("\(name) is empty", "name a table with a line of names") }
        let separator = Self.separator(text, first)
        var fields: [Range<Int>] = []
        Self.split(text, first, separator, into: &fields)
        names = fields.map { String(decoding: text[$0], as: UTF8.self) }
        guard names.allSatisfy({ !$0.unicodeScalars.contains(where: Self.isForeign) }) else {
            throw refusal("\(name) does not begin with a line of names", "save the table as CSV, in UTF-8")
        }
        guard Set(names).count == names.count else {
            throw refusal("\(name) has two columns of one name", "give every column a name of its own")
        }
        let chosen = try choose(names)
        let places = chosen.compactMap { names.firstIndex(of: $0) }
        columns = chosen.map { _ in Column() }
        var row = 0
        while let line = lines.next() {
            row += 1
            Self.split(text, line, separator, into: &fields)
            guard fields.count == names.count else {
                throw refusal(
                    "row \(row) of \(name) has \(fields.count) fields instead of \(names.count)",
                    "save the table again as CSV"
                )
            }
            for (column, place) in places.enumerated() {
                guard columns[column].append(text, fields[place]) else {
                    let found = String(decoding: text[fields[place]], as: UTF8.self)
                    throw refusal(
                        "\(name) has the text \"\(found)\" in the column \(names[place]) of row \(row)",
                        Self.hasDecimalComma(found)
                            ? "its numbers have decimal commas: save the table with decimal points"
                            : "name the columns that are numbers with --features \"area mean_intensity\""
                    )
                }
            }
        }
    }

    /// Whether a field would be a number with a point instead of its only comma.
    private static func hasDecimalComma(_ field: String) -> Bool {
        let parts = field.split(separator: ",", omittingEmptySubsequences: false)
        return parts.count == 2 && Double(parts.joined(separator: ".")) != nil
    }

    /// What no text has, nor any terminal should be shown.
    private static func isForeign(_ character: Unicode.Scalar) -> Bool {
        character.properties.generalCategory == .control || character == "\u{FFFD}"
    }

    /// A table that cannot be learnt from.
    func refusal(_ message: String, _ remedy: String) -> Failure {
        Failure(kind: "table_refused", message: message, remedy: remedy)
    }

    private static func separator(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let counts = candidates.map { candidate in line.count { text[$0] == candidate } }
        return candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
    }

    /// The places of the fields of a line, without blanks and quotes around them.
    private static func split(
        _ text: UnsafeBufferPointer<UInt8>,
        _ line: Range<Int>,
        _ separator: UInt8,
        into fields: inout [Range<Int>]
    ) {
        fields.removeAll(keepingCapacity: true)
        var (start, isQuoted) = (line.lowerBound, false)
        func add(_ end: Int) {
            var field = start..<end
            for mark in [UInt8(ascii: " "), UInt8(ascii: "\"")] {
                while !field.isEmpty, text[field.lowerBound] == mark { field = field.lowerBound + 1..<field.upperBound }
                while !field.isEmpty, text[field.upperBound - 1] == mark {
                    field = field.lowerBound..<field.upperBound - 1
                }
            }
            fields.append(field)
            start = end + 1
        }
        for index in line {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == separator, !isQuoted { add(index) }
        }
        add(line.upperBound)
    }

    /// The places of the lines that are not empty.
    private struct Lines {
        private let text: UnsafeBufferPointer<UInt8>
        private var start = 0

        init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

        mutating func next() -> Range<Int>? {
            while start < text.count - 1 {
                var (end, isQuoted) = (start, false)
                while end < text.count - 1, isQuoted || text[end] != UInt8(ascii: "\n") {
                    if text[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                    end += 1
                }
                let first = start
                start = end + 1
                if end > first, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
                if end > first { return first..<end }
            }
            return nil
        }
    }
}

extension DelimitedTable.Column {
    /// Adds the number in a field; false where it is text.
    fileprivate mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ field: Range<Int>) -> Bool {
        if let number = Self.whole(UnsafeBufferPointer(rebasing: text[field])) {
            values.append(Double(number))
            if isWhole { whole.append(number) }
            return true
        }
        (isWhole, whole) = (false, [])
        guard !field.isEmpty else {
            values.append(.nan)
            return true
        }
        let value = text.withMemoryRebound(to: CChar.self) { characters -> Double? in
            guard let start = characters.baseAddress?.advanced(by: field.lowerBound) else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            return end.map { UnsafePointer($0) - start } == field.count ? value : nil
        }
        if let value {
            values.append(value)
            return true
        }
        let word = String(decoding: text[field], as: UTF8.self).lowercased()
        values.append(.nan)
        return ["na", "n/a", "null", "none", "#n/a", "<na>"].contains(word)
    }

    /// A whole number of at most 18 digits.
    private static func whole(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = field.first == UInt8(ascii: "-")
        let digits = field[(isNegative ? 1 : 0)...]
        guard (1...18).contains(digits.count) else {
            return digits.count == 19 ? Int64(String(decoding: field, as: UTF8.self)) : nil
        }
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return isNegative ? -number : number
    }
}
