/// Takes secrets out of texts that others read: the journal, what a command says, what is sent for help.
package struct Redaction: Sendable {
    /// What stands in the place of a secret.
    static let mark = "[hidden]"
    /// Shorter parts of an address are found everywhere and hide nothing.
    private static let shortestPart = 8

    /// The longest first, so that no part is taken out of a whole.
    private let secrets: [String]

    /// Takes out these addresses, whole and in parts.
    package init(addresses: [String]) {
        var found: Set<String> = []
        for address in addresses {
            found.insert(address)
            guard let separator = address.firstRange(of: "://") else { continue }
            let rest = address[separator.upperBound...]
            let hostEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
            if let at = rest[..<hostEnd].lastIndex(of: "@") { found.insert(String(rest[..<at])) }
            let tail = rest[hostEnd...]
            // Also at what may end an address in a text, and so leave the rest of it there.
            let parts = tail.split { "/?#&=;,()[]{}|'`".contains($0) }.map(String.init) + [String(tail)]
            // A word such as `services` is no secret, and stands in other texts.
            found.formUnion(
                parts.filter { part in
                    part.utf8.count >= Self.shortestPart
                        && !part.allSatisfy { $0.isLowercase && $0.isASCII || $0 == "-" }
                }
            )
        }
        secrets = found.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// The host's name in an address, the one part that may be said.
    package static func host(of address: String) -> String {
        guard let separator = address.firstRange(of: "://") else { return "the receiver" }
        let rest = address[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@").last ?? ""
        return String(host.prefix { $0 != ":" })
    }

    /// The text without the secrets that are known.
    package func callAsFunction(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            text.contains(secret) ? text.replacing(secret, with: Self.mark) : text
        }
    }
}
