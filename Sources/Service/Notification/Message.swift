/// What is sent to people: a subject and a text, and where it goes.
package struct Message: Codable, Sendable, Equatable {
    /// A way by which it goes; addresses of receivers on the web are secrets and are looked up when it is sent.
    package enum Channel: Codable, Sendable, Hashable {
        case webhook
        /// By mail, to these addresses.
        case mail([String])
    }

    /// What it is for programs: `alarm`, `all_clear`, `reminder` or `test`.
    package var kind: String
    /// One line.
    package var subject: String
    /// The lines of the text.
    package var text: String
    /// When it was written, for people: `2026-11-29 13:40:00 +0000`.
    package var time: String
    /// The computer's name.
    package var host: String
    /// Where it goes.
    package var channel: Channel
    /// The same for each try to send it, so that a receiver can tell a repetition.
    package var identifier: String

    /// How many messages it stands for, where it was made of others that could not be delivered.
    var folded: Int?

    /// A message with an identifier of its own.
    package init(kind: String, subject: String, text: String, time: String, host: String, channel: Channel) {
        (self.kind, self.subject, self.text) = (kind, subject, text)
        (self.time, self.host, self.channel) = (time, host, channel)
        identifier = String(UInt64.random(in: .min ... .max), radix: 16)
    }
}
