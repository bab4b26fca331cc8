import FoundationEssentials

/// What a receiver on the web gets: JSON whose `text` chat programs show, and the rest of a message for programs.
struct WebhookBody: Encodable {
    private let text: String
    private let subject: String
    private let kind: String
    private let host: String
    private let time: String
    private let identifier: String

    /// The body of a message.
    init(_ message: Message) {
        (subject, kind, host, time) = (message.subject, message.kind, message.host, message.time)
        identifier = message.identifier
        text = message.text
    }

    private enum CodingKeys: String, CodingKey {
        case text, subject, kind, host, time
        case identifier = "id"
    }

    /// Itself as JSON.
    func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
