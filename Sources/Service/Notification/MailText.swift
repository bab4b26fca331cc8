import Glibc

/// A message as RFC 5322 has mails: headers, an empty line, the text in UTF-8.
struct MailText: Sendable {
    /// Lines of mails may have 998 bytes.
    private static let longestLine = 900
    /// An encoded word may have 75 characters, of which the rest is left for the text (RFC 2047).
    private static let longestWord = 45

    /// The bytes, with the line ends of Unix, as sendmail takes them.
    let bytes: [UInt8]

    /// The mail of `message`; the addresses are known to be plain ones.
    init(_ message: Message, from: String, to recipients: [String], now: time_t = time(nil)) {
        var lines = [
            "From: segmentd <\(from)>",
            "To: \(recipients.joined(separator: ",\n "))",
            "Subject: \(Self.header(message.subject))",
            "Date: \(Self.date(now))",
            "Message-ID: <\(message.identifier).segmentd@\(Self.hostName(message.host))>",
            "Auto-Submitted: auto-generated",
            "X-Segmentd: \(Self.header(message.kind))",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            "",
        ]
        for line in message.text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines += Self.parts(of: MessageWriter.plain(String(line)))
        }
        bytes = Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }

    /// A name that may stand in an address.
    static func hostName(_ host: String) -> String {
        let name = host.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        return name.isEmpty ? "localhost" : name
    }

    /// The value of a header: no line ends, and in encoded words where it is not ASCII.
    static func header(_ text: String) -> String {
        let text = MessageWriter.plain(text)
        if text.allSatisfy(\.isASCII), text.utf8.count <= longestLine { return text }
        var words: [[UInt8]] = [[]]
        for character in text.prefix(longestLine) {
            let bytes = Array(String(character).utf8)
            if words[words.count - 1].count + bytes.count > longestWord { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(base64($0))?=" }.joined(separator: "\n ")
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[number >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }

    private static func parts(of line: String) -> [String] {
        guard line.utf8.count > longestLine else { return [line] }
        var parts: [String] = [""]
        for character in line {
            if parts[parts.count - 1].utf8.count + 4 > longestLine { parts.append("") }
            parts[parts.count - 1].append(character)
        }
        return parts
    }

    /// `Sun, 29 Nov 2026 13:40:00 +0000`, whatever the language of the computer is.
    private static func date(_ now: time_t) -> String {
        var (now, day) = (now, tm())
        localtime_r(&now, &day)
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var rest = [CChar](repeating: 0, count: 64)
        let length = strftime(&rest, rest.count, "%Y %H:%M:%S %z", &day)
        let text = String(decoding: rest[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(names[Int(day.tm_wday)]), \(day.tm_mday) \(months[Int(day.tm_mon)]) \(text)"
    }
}
