import Files

/// Takes out of texts what is nobody else's business: secrets, the rest of addresses on the web, whose mail addresses they
/// are, and where it is wanted the names of folders and images.
package struct Masking: Sendable {
    /// What ends an address, or a path, in a text.
    private static let ends = Set(" \t\n\r\"'<>()[]{},;|`".utf8)
    private static let unitEndings = [".service", ".socket", ".timer", ".mount", ".slice", ".target", ".scope"]

    private let redaction: Redaction
    private let mail: [String]
    private let folders: [String]?

    /// A masking of these secrets, which are looked for first.
    ///
    /// - Parameter folders: the folders whose names and content are hidden; nil to keep paths.
    package init(secrets: [String], mail: [String] = [], hiding folders: [String]? = nil) {
        redaction = Redaction(addresses: secrets)
        self.mail = Array(Set(mail)).sorted { ($1.count, $0) < ($0.count, $1) }
        self.folders = folders?.sorted { ($1.count, $0) < ($0.count, $1) }
    }

    /// The text as others may read it.
    package func callAsFunction(_ text: String) -> String {
        // Whole addresses first: a part that is taken out of one would hide where it ends.
        var text = redaction(String(decoding: Self.withoutAddresses(Array(text.utf8)), as: UTF8.self))
        for address in mail { text = text.replacing(address, with: Self.masked(address)) }
        text = String(decoding: Self.withoutMail(Array(text.utf8)), as: UTF8.self)
        return folders.map { hide($0, in: text) } ?? text
    }

    /// `f…@example.org`.
    private static func masked(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let first = address.first else { return Redaction.mark }
        return "\(first)…\(address[at...])"
    }

    /// Of addresses on the web only the host is left: their ends may be keys.
    private static func withoutAddresses(_ bytes: [UInt8]) -> [UInt8] {
        let mark = Array("://".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            guard bytes[place] == mark[0], bytes.count - place > 3, bytes[place..<place + 3].elementsEqual(mark),
                let last = result.last, isLetter(last), !result.hasSuffix("file")
            else {
                result.append(bytes[place])
                place += 1
                continue
            }
            let start = place + 3
            let end = bytes[start...].firstIndex { ends.contains($0) || $0 == UInt8(ascii: "\\") } ?? bytes.count
            let authority = bytes[start..<end].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
            let host = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
            result += mark + (host.count < authority.count ? Array("\(Redaction.mark)@".utf8) : []) + host
            if end - start > authority.count + 1 { result += Array("/\(Redaction.mark)".utf8) }
            place = end
        }
        return result
    }

    /// Of mail addresses the first letter and the domain are left.
    private static func withoutMail(_ bytes: [UInt8]) -> [UInt8] {
        func isLocal(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || ".-_+%=".utf8.contains(byte) }
        func isDomain(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || ".-".utf8.contains(byte) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (place, byte) in bytes.enumerated() {
            guard byte == UInt8(ascii: "@"), place + 1 < bytes.count else {
                result.append(byte)
                continue
            }
            var local = 0
            while local < min(result.count, 256), isLocal(result[result.count - 1 - local]) { local += 1 }
            let domain = String(decoding: bytes[(place + 1)...].prefix(256).prefix(while: isDomain), as: UTF8.self)
            if local > 1, domain.contains("."), !unitEndings.contains(where: domain.hasSuffix) {
                result.removeLast(local - 1)
                result += Array("…".utf8)
            }
            result.append(byte)
        }
        return result
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z")
    }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

extension Masking {
    /// Puts numbers and digests in the place of folders and what lies in them: equal names stay equal.
    private func hide(_ folders: [String], in text: String) -> String {
        var names: Set<String> = []
        var result = text
        for (number, folder) in folders.enumerated() {
            var rest = Substring(result)
            var hidden = ""
            while let range = rest.firstRange(of: folder) {
                hidden += rest[..<range.lowerBound]
                hidden += "/folder\(number + 1)"
                rest = rest[range.upperBound...]
                // Names may hold spaces, so all up to what ends a path for certain is hidden.
                let tail = rest.prefix { !"\"\n;'".contains($0) }
                let path = tail.firstRange(of: ": ").map { tail[..<$0.lowerBound] } ?? tail
                guard path.first == "/" else { continue }
                names.insert(path.split(separator: "/").last.map(String.init) ?? "")
                hidden += "/" + Self.digest(of: path)
                rest = rest[path.endIndex...]
            }
            result = hidden + rest
        }
        for name in names.filter({ $0.contains(" ") }).sorted(by: { ($1.count, $0) < ($0.count, $1) }).prefix(500) {
            result = result.replacing(name, with: Self.digest(of: name[...]))
        }
        return result.split(separator: "\n", omittingEmptySubsequences: false).map(Self.withoutNames)
            .joined(separator: "\n")
    }

    /// A line without the names of images and classifiers.
    private static func withoutNames(_ line: Substring) -> String {
        let endings = ImageEndings.standard.endings + [".cl", ProjectFile.ending]
        guard endings.contains(where: { line.contains($0) || line.contains($0.uppercased()) }) else {
            return String(line)
        }
        return line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let core = word.drop { "\"'(=[".contains($0) }
            let name = core.prefix { !"\"',:;)]".contains($0) }
            guard endings.contains(where: name.lowercased().hasSuffix), !name.contains("/") else {
                return String(word)
            }
            return word[..<core.startIndex] + digest(of: name) + word[name.endIndex...]
        }.joined(separator: " ")
    }

    /// Eight digits that tell names apart, and how the name ends.
    private static func digest(of name: Substring) -> String {
        let last = name.split(separator: "/").last ?? name
        let ending =
            ([".ome.tif"] + ImageEndings.standard.endings + [".json", ".csv", ".cl", ProjectFile.ending]).first {
                last.lowercased().hasSuffix($0)
            } ?? ""
        return FileDigest.sha256(Array(last.utf8)).prefix(8) + ending
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
