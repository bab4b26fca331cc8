package import Logging

/// One log event as the journal stores it: a list of fields.
package struct JournalEntry: Sendable, Hashable {
    /// Fields as `NAME=value` in bytes; values may hold anything, line breaks and zeros included. Names may repeat.
    package let fields: [[UInt8]]

    /// The fields of one event: MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, MESSAGE_ID where `event` names a kind of event,
    /// and one SEGMENTD_ field for each metadata value, sorted by name; a list gives a field for each element.
    package init(level: Logger.Level, message: String, metadata: Logger.Metadata) {
        var fields = [
            Self.field("MESSAGE", message.utf8),
            Self.field("PRIORITY", String(Self.priority(of: level)).utf8),
            Self.field("SYSLOG_IDENTIFIER", "segmentd".utf8),
        ]
        if case .string(let name) = metadata["event"], let event = JournalEvent(rawValue: name) {
            fields.append(Self.field("MESSAGE_ID", event.messageID.utf8))
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            Self.append(value, named: "SEGMENTD_\(Self.fieldName(key))", to: &fields)
        }
        self.fields = fields
    }

    /// The priority of syslog(3) for `level`, from 2 (critical) to 7 (debug).
    package static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }

    /// `key` in the characters of a field name: A-Z, 0-9 and _.
    private static func fieldName(_ key: String) -> String {
        let mapped = key.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: mapped, as: UTF8.self)
    }

    private static func append(_ value: Logger.MetadataValue, named name: String, to fields: inout [[UInt8]]) {
        switch value {
        case .string(let text): fields.append(field(name, text.utf8))
        case .stringConvertible(let raw as RawText): fields.append(field(name, raw.bytes))
        case .stringConvertible(let value): fields.append(field(name, value.description.utf8))
        case .array(let values):
            for value in values { append(value, named: name, to: &fields) }
        case .dictionary(let values):
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                append(value, named: "\(name)_\(fieldName(key))", to: &fields)
            }
        }
    }

    /// journald drops a whole entry for a name of more than 64 characters, so longer ones are cut.
    private static func field(_ name: String, _ value: some Sequence<UInt8>) -> [UInt8] {
        Array(name.utf8.prefix(64)) + [UInt8(ascii: "=")] + value
    }
}
