extension StringProtocol {
    /// Without blanks at both ends, which mean nothing around a number or a unit.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }
}
