import FoundationEssentials

/// How commands print values for programs.
enum JSONOutput {
    /// Prints `value` as indented JSON with sorted keys in snake case.
    static func print(_ value: some Encodable) throws {
        Swift.print(String(decoding: try encoded(value, .prettyPrinted), as: UTF8.self))
    }

    /// Prints `value` on one line, at once.
    static func printLine(_ value: some Encodable) throws {
        StandardOutput.write(try line(value))
    }

    /// `value` on one line, and its end.
    static func line(_ value: some Encodable) throws -> [UInt8] {
        try encoded(value, []) + [UInt8(ascii: "\n")]
    }

    private static func encoded(_ value: some Encodable, _ more: JSONEncoder.OutputFormatting) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, more]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return [UInt8](try encoder.encode(value))
    }
}
