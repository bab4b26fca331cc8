package import Logging

/// One log event as a line for people: `warning: message  key=value other="two words"`.
package struct LogLine: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// The line of one event, without a line break at its end; keys are sorted.
    package init(level: Logger.Level, message: String, metadata: Logger.Metadata) {
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
        let text = "\(level.rawValue): \(Self.escaped(message))"
        description = pairs.isEmpty ? text : "\(text)  \(pairs.joined(separator: " "))"
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
