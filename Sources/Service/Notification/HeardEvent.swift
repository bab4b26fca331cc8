import Files
import FoundationEssentials

/// A line that the daemon sends to those who asked for `events`, as far as messages need it.
///
/// What is missing or of another form is passed over, so that a newer daemon is understood as far as it can be.
package struct HeardEvent: Decodable, Sendable {
    /// Why something failed.
    package struct Reason: Codable, Sendable, Hashable {
        /// A stable word for the kind of failure.
        package var kind = "unknown"
        /// What failed.
        package var message = ""
        /// What to do about it.
        package var remedy = ""
    }

    private enum Key: String, CodingKey {
        case event, folder, image, subject, words, flags, error, file, change, reason, count
    }

    /// The kind of happening.
    package let event: String
    /// The watched folder that it concerns.
    package let folder: PathText?
    /// The image that it concerns.
    package let image: PathText?
    /// What is in trouble, or well again.
    package let subject: String?
    /// What the trouble is.
    package let words: String?
    /// What makes the image doubtful.
    package let flags: [String]
    /// Why an image failed, or a classifier or configuration was refused.
    package let reason: Reason
    /// The classifier's file.
    package let file: PathText?
    /// What became of a classifier or configuration.
    package let change: String?
    /// How many happenings came too fast to be sent.
    package let count: Int

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func value<Value: Decodable>(_ key: Key) -> Value? { try? values.decode(Value.self, forKey: key) }
        event = try values.decode(String.self, forKey: .event)
        (folder, image, file) = (value(.folder), value(.image), value(.file))
        (subject, words, change) = (value(.subject), value(.words), value(.change))
        flags = value(.flags) ?? []
        count = value(.count) ?? 0
        let error: Reason? = value(.error) ?? value(.reason)
        let text: String? = value(.reason)
        reason = error ?? Reason(message: text ?? "")
    }

    /// The event of a line; nil where it is none, such as the answer that comes before them.
    package init?(line: [UInt8]) {
        guard let event = try? JSONDecoder().decode(Self.self, from: Data(line)) else { return nil }
        self = event
    }
}

extension HeardEvent.Reason {
    package init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? kind
        message = try values.decode(String.self, forKey: .message)
        remedy = try values.decodeIfPresent(String.self, forKey: .remedy) ?? remedy
    }
}
