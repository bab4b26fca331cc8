package import SystemPackage

/// What messages are about.
package enum NotifyTopic: String, Sendable, Hashable, Codable, CaseIterable {
    /// Images that failed, and that they succeed again.
    case failures
    /// Folders, disks, the device, the ledger, and whether the daemon answers at all.
    case troubles
    /// Images that are done, and doubtful.
    case flags
    /// Classifiers and configurations that were refused.
    case classifiers
}

/// Who is told of what happens, and how often (`segmentd notify`).
package struct NotifySettings: Sendable, Hashable {
    /// The address that messages are sent to as JSON; a secret.
    package var webhook: String?
    /// The file that holds the address instead.
    package var webhookFile: FilePath?
    /// Who gets messages by mail.
    package var mail: [String] = []
    /// The sender of mails; nil for `segmentd@` and this computer's name.
    package var from: String?
    /// The program that takes a mail, or a server's address that begins with `smtp://` or `smtps://`.
    package var sendmail = "/usr/sbin/sendmail"
    /// How long happenings are collected before they are told together.
    package var after: Duration = .seconds(300)
    /// How often something that lasts is told again.
    package var again: Duration = .seconds(86_400)
    /// What messages are about.
    package var topics: Set<NotifyTopic> = [.failures, .troubles, .classifiers]

    /// Settings that tell nobody.
    package init() {}
}

extension NotifySettings {
    /// The keys of `[notify]`, in the order in which they are explained.
    static let keys = ["webhook", "webhook_file", "mail", "from", "sendmail", "after", "again", "on"]

    /// Reads `[notify]`; what is wrong is noted and stands as its default.
    init(reading reader: TableReader, base: FilePath) {
        self.init()
        webhook = reader.webhook("webhook")
        webhookFile =
            reader.holds("webhook_file")
            ? reader.filePath("webhook_file", base: base, example: "/etc/segmentd/webhook") : nil
        if reader.holds("webhook"), reader.holds("webhook_file") {
            reader.problem("webhook_file", "stands beside webhook", remedy: "leave one of the two out")
        }
        mail = reader.mailAddresses("mail")
        from = reader.mailAddress("from")
        sendmail = reader.mailProgram("sendmail") ?? sendmail
        after = reader.longDuration("after", in: .seconds(1) ... .seconds(86_400)) ?? after
        again = reader.longDuration("again", in: .seconds(60) ... .seconds(30 * 86_400)) ?? again
        topics = reader.topics("on") ?? topics
    }
}

extension NotifySettings {
    /// The address in the text of a `webhook_file`, or of the configuration; nil where it is none.
    ///
    /// What stands there goes into a configuration for curl, hence no quotes, spaces or control characters.
    package static func address(in text: String) -> String? {
        let address = text.trimmed
        let prefix = ["https://", "http://"].first { address.hasPrefix($0) }
        guard let prefix, address.utf8.count <= 4096,
            address.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 && $0 != "\"" && $0 != "\\" }),
            let first = address.dropFirst(prefix.count).first, first != "/"
        else { return nil }
        return address
    }

    /// Whether a text is a plain mail address: no name before it, no quotes, nothing that could begin another header.
    static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
        return parts.count == 2 && text.utf8.count <= 254 && !text.hasPrefix("-")
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(allowed.contains) }
    }
}

extension TableReader {
    /// The address of a receiver at `key`. It is never repeated in a problem: it is a secret.
    fileprivate func webhook(_ key: String) -> String? {
        guard let text = text(key, example: "https://hooks.example.org/…") else { return nil }
        if let address = NotifySettings.address(in: text) { return address }
        problem(key, "is no address of the web", remedy: "write \(key) = \"https://…\" as the receiver gave it")
        return nil
    }

    /// A mail address at `key`.
    func mailAddress(_ key: String) -> String? {
        guard let text = text(key, example: "facility@example.org") else { return nil }
        if NotifySettings.isMailAddress(text) { return text }
        problem(
            key,
            "\"\(text)\" is no mail address",
            remedy: "write \(key) = \"facility@example.org\", without a name"
        )
        return nil
    }

    fileprivate func mailAddresses(_ key: String) -> [String] {
        let elements = texts(key, example: "\"facility@example.org\"") ?? []
        for (keyPath, text) in elements where !NotifySettings.isMailAddress(text) {
            let remedy = "write \"facility@example.org\", without a name"
            elementProblem(keyPath, "\"\(text)\" is no mail address", remedy: remedy)
        }
        return elements.map(\.text)
    }

    fileprivate func mailProgram(_ key: String) -> String? {
        guard let text = text(key, example: "/usr/sbin/sendmail") else { return nil }
        let isServer = ["smtp://", "smtps://"].contains { prefix in
            text.hasPrefix(prefix) && text.utf8.count > prefix.utf8.count
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "\"" && $0 != "\\" }
        if isPlain, isServer || text.hasPrefix("/") && !text.hasSuffix("/") { return text }
        let remedy = "write the absolute path of a program, or \"smtp://localhost\""
        // It may hold a password.
        problem(key, "it is neither a program nor a mail server", remedy: remedy)
        return nil
    }

    /// A duration at `key` that may also be written in days.
    fileprivate func longDuration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let days = textIfText(key), days.hasSuffix("d"), let number = Int(days.dropLast()),
            (1...30).contains(number)
        else { return duration(key, in: range) }
        let duration = Duration.seconds(number * 86_400)
        if range.contains(duration) { return duration }
        problem(key, "\"\(days)\" is out of range", remedy: "write a shorter time, such as \"5m\"")
        return nil
    }

    fileprivate func topics(_ key: String) -> Set<NotifyTopic>? {
        let all = NotifyTopic.allCases.map(\.rawValue)
        guard let elements = texts(key, example: all.map { "\"\($0)\"" }.joined(separator: ", ")) else { return nil }
        var topics: Set<NotifyTopic> = []
        for (keyPath, text) in elements {
            if let topic = NotifyTopic(rawValue: text) {
                topics.insert(topic)
            } else {
                let nearest = Spelling.nearest(to: text, among: all).map { "did you mean \"\($0)\"?" }
                let remedy = nearest ?? "write one of \(all.map { "\"\($0)\"" }.joined(separator: ", "))"
                elementProblem(keyPath, "\"\(text)\" is not known", remedy: remedy)
            }
        }
        return topics
    }
}
