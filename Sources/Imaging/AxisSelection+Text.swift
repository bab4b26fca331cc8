extension AxisSelection {
    /// Why something that was written does not choose.
    package struct Problem: Error, Sendable, Hashable {
        /// What is wrong.
        package let message: String
        /// What to write instead.
        package let remedy: String
    }

    /// What `text` says, as behind an option: numbers and names with commas between them, `1,DAPI`.
    ///
    /// A name that is a number, or holds a comma, stands in quotes; a quote in it is written twice.
    package init(optionText text: String) throws(Problem) {
        var entries: [Entry] = []
        var rest = Substring(text)
        repeat {
            if let mark = rest.first, mark == "\"" {
                entries.append(.name(try Self.quotedName(&rest)))
            } else {
                let word = rest.prefix { $0 != "," }
                rest = rest.dropFirst(word.count)
                entries.append(Int(word).map(Entry.number) ?? .name(String(word)))
            }
            if rest.isEmpty { break }
            guard rest.removeFirst() == "," else {
                throw Problem(message: "something stands behind a name in quotes", remedy: Self.advice)
            }
        } while true
        try self.init(checking: entries)
    }

    /// Chooses `entries`, if they are usable.
    package init(checking entries: [Entry]) throws(Problem) {
        var seen: Set<String> = []
        for entry in entries {
            switch entry {
            case .number(let number) where number < 1:
                throw Problem(message: "\(number) is no number of theirs", remedy: "count from 1")
            case .name(let name) where name.isEmpty || name.utf8.count > 256 || name.contains(where: \.isNewline):
                throw Problem(message: "a name has one line of 1 to 256 bytes", remedy: Self.advice)
            default: break
            }
            guard seen.insert(entry.description.lowercased()).inserted else {
                throw Problem(message: "\(entry) occurs twice", remedy: "leave one out")
            }
        }
        guard let selection = AxisSelection(entries) else {
            throw Problem(message: "it chooses nothing", remedy: "leave it out to take all")
        }
        self = selection
    }

    /// The text behind an option that says the same.
    package var optionText: String {
        entries.map { entry in
            guard case .name(let name) = entry else { return "\(entry)" }
            let isPlain = !name.contains(",") && !name.contains("\"") && Int(name) == nil
            return isPlain
                ? name
                : "\""
                    + name.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }

    private static let advice = "write numbers from 1, and names, for example 1,DAPI"

    /// Takes a name in quotes from the beginning of `rest`.
    private static func quotedName(_ rest: inout Substring) throws(Problem) -> String {
        var name = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            if character != "\"" {
                name.append(character)
            } else if rest.first == "\"" {
                name.append(rest.removeFirst())
            } else {
                return name
            }
        }
        throw Problem(message: "a name lacks the quote at its end", remedy: advice)
    }
}
