package import Logging

/// One log event as a line for people: `2026-11-29 14:05:09.123+01:00 warning: message  key=value other="two words"`.
package struct LogLine: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// The line of one event at `time`, without a line break at its end; keys are sorted.
    ///
    /// What the message says already is not said again, and neither are the kind of the event and durations, which are
    /// for queries.
    package init(level: Logger.Level, message: String, metadata: Logger.Metadata, time: LogTime = .now) {
        let message = Self.escaped(message)
        let pairs = metadata.sorted { $0.key < $1.key }.compactMap { key, value -> String? in
            guard key != "event", !key.hasSuffix("ms") else { return nil }
            let value = "\(value)"
            return Self.says(message, Self.escaped(value)) ? nil : "\(key)=\(Self.quoted(value))"
        }
        let text = "\(time) \(level.rawValue): \(message)"
        description = pairs.isEmpty ? text : "\(text)  \(pairs.joined(separator: " "))"
    }

    /// Whether `value` stands in the message as a whole: between spaces, punctuation or the ends.
    private static func says(_ message: String, _ value: String) -> Bool {
        guard !value.isEmpty else { return false }
        func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "/" }
        var rest = message[...]
        while let found = rest.firstRange(of: value) {
            let before = found.lowerBound == message.startIndex ? nil : message[message.index(before: found.lowerBound)]
            let after = found.upperBound == message.endIndex ? nil : message[found.upperBound]
            if !(before.map(isPart) ?? false), !(after.map(isPart) ?? false) { return true }
            rest = rest[rest.index(after: found.lowerBound)...]
        }
        return false
    }

    private static func quoted(_ value: String) -> String {
        let needsQuotes = value.isEmpty || value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        guard needsQuotes else { return escaped(value) }
        let pieces = escaped(value).split(separator: "\"", omittingEmptySubsequences: false)
        return "\"\(pieces.joined(separator: "\\\""))\""
    }

    /// Control characters, which a file name may hold, would break the line or steer a terminal.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
