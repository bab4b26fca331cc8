import Files
package import Settings

/// Puts news into words, for all who are told of them.
package struct MessageWriter: Sendable {
    /// So much of the news is told in one message; the rest is counted.
    private static let mostParts = 12
    /// So many reasons of failures are listed.
    private static let mostReasons = 5
    /// A name or reason is cut there.
    private static let longestText = 240

    /// The computer's name.
    let host: String
    /// The unit of the daemon, such as `segmentd` or `segmentd@cryo`.
    let unit: String

    /// A writer for the daemon of `unit` on `host`.
    package init(host: String, unit: String) { (self.host, self.unit) = (host, unit) }

    /// The messages that tell `news`: one for each channel, and one for each folder's contact.
    ///
    /// - Parameters:
    ///   - contacts: the mail addresses of folders, by the folders' paths.
    ///   - lost: how many happenings came too fast to be heard.
    ///   - time: the time of day, in words.
    package func messages(
        of news: [News],
        lost: Int = 0,
        settings: NotifySettings,
        contacts: [String: String],
        time: String
    ) -> [Message] {
        var channels: [(Message.Channel, [News])] = []
        if settings.webhook != nil || settings.webhookFile != nil { channels.append((.webhook, news)) }
        if !settings.mail.isEmpty { channels.append((.mail(settings.mail), news)) }
        for contact in Set(contacts.values).subtracting(settings.mail).sorted() {
            channels.append((.mail([contact]), news.filter { $0.folder.flatMap { contacts[$0] } == contact }))
        }
        return channels.compactMap { channel, news in
            guard let first = news.first else { return nil }
            let headline = Self.headline(of: first) + (news.count > 1 ? ", and \(news.count - 1) more" : "")
            return Message(
                kind: Self.kind(of: news),
                subject: Self.plain("\(unit) on \(host): \(headline)"),
                text: text(of: news, lost: lost, time: time),
                time: time,
                host: host,
                channel: channel
            )
        }
    }

    /// A message that only shows that messages arrive.
    package func test(_ channel: Message.Channel, time: String) -> Message {
        let text = """
            \(unit) on \(host), \(time)

            This is a test. Messages about images that fail, and about what is wrong with folders, disks and classifiers,
            will come this way.
            """
        let subject = "\(unit) on \(host): test message"
        return Message(kind: "test", subject: subject, text: text, time: time, host: host, channel: channel)
    }

    private static func kind(of news: [News]) -> String {
        if news.allSatisfy(\.isGood) { return "all_clear" }
        let areReminders = news.allSatisfy {
            if case .trouble(let trouble) = $0 { trouble.lasts != nil } else { false }
        }
        return areReminders ? "reminder" : "alarm"
    }

    private func text(of news: [News], lost: Int, time: String) -> String {
        var parts = ["\(unit) on \(host), \(time)"] + news.prefix(Self.mostParts).map { paragraph(of: $0) }
        if news.count > Self.mostParts {
            parts.append("And \(news.count - Self.mostParts) more: see `segmentd status`.")
        }
        if lost > 0 { parts.append("\(Self.count(lost, "event")) came too fast to be counted here.") }
        let since = news.allSatisfy(\.isGood) ? "-4h" : "-1h"
        parts.append("More on \(host): `segmentd status`, `journalctl -u \(unit) -p warning --since=\(since)`")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func paragraph(of news: News) -> String {
        var lines = [Self.headline(of: news)]
        switch news {
        case .failures(let failures):
            for tally in failures.reasons.prefix(Self.mostReasons) {
                lines.append(
                    "- \(Self.grouped(tally.count)) × \(tally.reason.kind): \(Self.short(tally.reason.message))"
                )
                if !tally.reason.remedy.isEmpty { lines.append("  what to do: \(Self.short(tally.reason.remedy))") }
            }
            let listed = failures.reasons.prefix(Self.mostReasons).reduce(0) { $0 + $1.count }
            if failures.count > listed { lines.append("- \(Self.grouped(failures.count - listed)) for other reasons") }
            lines += Self.examples(failures.examples, of: failures.count)
            if failures.doneSince > 0 {
                lines.append(
                    "Since the last of them \(Self.count(failures.doneSince, "image")) of the folder were done."
                )
            } else {
                lines.append("Since the last of them no image of the folder was done.")
            }
            if let example = failures.examples.first {
                lines.append("More: segmentd explain \(ShellText.quoted(example))")
            }
        case .succeeding(_, _, let repaired, let left):
            if repaired > 0 { lines.append("\(Self.count(repaired, "image")) that had failed were done since.") }
            if left > 0 { lines.append("\(Self.count(left, "image")) that failed still have no result.") }
        case .flagged(_, _, let flags, let examples):
            for (flag, count) in flags.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                lines.append("- \(Self.grouped(count)) × \(Self.short(flag))")
            }
            lines += Self.examples(examples, of: examples.count)
            if let example = examples.first { lines.append("More: segmentd explain \(ShellText.quoted(example))") }
        case .trouble(let trouble) where trouble.subject == NewsBook.daemon:
            lines.append("New images are not segmented meanwhile; they are once it runs again.")
            lines.append("What to do: systemctl status \(unit); journalctl -u \(unit) -n 50")
        case .trouble(let trouble):
            if trouble.times > 1 { lines.append("It came \(trouble.times) times since the last message about it.") }
            if trouble.lasts != nil { lines.append("This was said before, and lasts.") }
        case .over(let trouble):
            if trouble.times > 0 { lines.append("It had come and gone \(Self.count(trouble.times, "more time")).") }
        case .flapping:
            lines.append("It is not there at this moment. Further messages about it come more and more rarely.")
        }
        return lines.map(Self.plain).joined(separator: "\n")
    }

    private static func headline(of news: News) -> String {
        switch news {
        case .failures(let failures): "\(count(failures.count, "image")) failed in \(short(failures.folder))"
        case .succeeding(let folder, let done, _, let left):
            done == 0 && left == 0
                ? "nothing is left of the failures in \(short(folder))"
                : "images of \(short(folder)) succeed again (\(count(done, "image")) done)"
        case .flagged(let folder, let number, _, _): "\(count(number, "image")) doubtful in \(short(folder))"
        case .trouble(let trouble):
            trouble.lasts.map { "for \(lasting($0)): \(short(trouble.words))" } ?? short(trouble.words)
        case .over(let trouble) where trouble.subject == NewsBook.daemon: "the daemon answers again"
        case .over(let trouble): "over: \(short(trouble.words))"
        case .flapping(let trouble): "comes and goes (\(trouble.times) times): \(short(trouble.words))"
        }
    }

    private static func examples(_ examples: [String], of count: Int) -> [String] {
        guard !examples.isEmpty else { return [] }
        let more = count > examples.count ? ["  …"] : []
        return ["For example:"] + examples.map { "  \(short($0))" } + more
    }
}

extension MessageWriter {
    /// `1,000 images`.
    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digits[index])
        }
    }

    /// Names may hold anything; in a message they are one line of printable characters.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let category = scalar.properties.generalCategory
                    let breaks = [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
                    return breaks ? "\u{FFFD}" : scalar
                }
            )
        )
    }

    private static func short(_ text: String) -> String {
        text.count <= longestText ? text : "\(text.prefix(longestText))…"
    }

    private static func lasting(_ seconds: Double) -> String {
        seconds < 7200
            ? count(Int((seconds / 60).rounded()), "minute")
            : seconds < 172_800
                ? count(Int((seconds / 3600).rounded()), "hour") : count(Int((seconds / 86_400).rounded()), "day")
    }
}
