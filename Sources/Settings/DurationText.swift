/// Durations as people write them: a number and `ms`, `s`, `m` or `h`; zero needs no unit.
enum DurationText {
    private static let milliseconds: [(unit: String, factor: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
    ]

    /// The duration that `text` names, to a microsecond; nil when it is none.
    static func parse(_ text: String) -> Duration? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let first = number.first, first != ".", number.last != ".", let value = Double(number) else { return nil }
        let unit = String(text.dropFirst(number.count)).trimmed
        if unit.isEmpty && value == 0 { return .zero }
        guard let factor = milliseconds.first(where: { $0.unit == unit })?.factor, value <= 1e9 else { return nil }
        return .microseconds(Int64((value * factor * 1000).rounded()))
    }

    /// The duration with the largest unit that needs no fraction; exact to a millisecond.
    static func format(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let total = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        if total == 0 { return "0s" }
        let best = milliseconds.last { total.isMultiple(of: Int64($0.factor)) }
        return "\(total / Int64(best?.factor ?? 1))\(best?.unit ?? "ms")"
    }
}
