/// A part of the day by the local clock, such as 19:00 to 07:00.
package struct DayWindow: Sendable, Hashable, CustomStringConvertible {
    /// Minutes after midnight of the first and of the first no longer in it; the second may lie on the next day.
    package let start, end: Int

    /// The part of the day that `text` names, such as `19:00-07:00`; nil when it is none.
    package init?(_ text: String) {
        let times = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minute(String($0).trimmed) }
        guard times.count == 2, let start = times[0], let end = times[1], start != end else { return nil }
        (self.start, self.end) = (start, end)
    }

    /// Whether the window is open at so many minutes after midnight.
    package func contains(_ minute: Int) -> Bool {
        start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    package var description: String { "\(Self.text(start))-\(Self.text(end))" }

    private static func text(_ minute: Int) -> String {
        [minute / 60, minute % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCII) }),
            parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}

extension TableReader {
    /// The part of the day at `key`.
    func dayWindow(_ key: String) -> DayWindow? {
        guard let text = text(key, example: "19:00-07:00") else { return nil }
        if let window = DayWindow(text) { return window }
        problem(key, "\"\(text)\" is no part of a day", remedy: "write \(key) = \"19:00-07:00\", by the local clock")
        return nil
    }
}
