extension StringProtocol {
    /// With blanks for control characters, which would end a line of a table or of a log.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0 }
            )
        )
    }

    /// Without blanks at both ends, which mean nothing around a number or a unit.
    var trimmed: String {
        // Most texts have none, and there can be very many.
        if let first = unicodeScalars.first, let last = unicodeScalars.last, first.isVisible, last.isVisible {
            return String(self)
        }
        let start = drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }
}

extension Unicode.Scalar {
    /// A letter, digit or sign of ASCII.
    fileprivate var isVisible: Bool { (0x21..<0x7F).contains(value) }
}
