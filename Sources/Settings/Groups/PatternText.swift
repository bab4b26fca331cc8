import Files
import Results

/// A pattern in words of our own.
///
/// `{name}` is a group, `{name:digits}` one of digits alone, `*` anything, `[…]` a part that may be missing, `/` stands between
/// folders, and everything else for itself. A group takes as little as the rest allows.
struct PatternText {
    /// What it comes to, from the beginning of the names that are compared to their end.
    private(set) var part: PatternPart = .start
    /// The names of its groups, in their order.
    private(set) var groups: [String] = []
    /// How many names of a path it speaks of.
    private(set) var depth = 1

    private let text: String
    private let kind: (String) -> String
    private let example: String
    /// The parts read so far, with those of each `[` that has no `]` yet behind them.
    private var open: [[PatternPart]] = [[]]

    /// Reads a pattern; an image's ending at its end is left out, as it is of the names.
    ///
    /// - Parameters:
    ///   - kind: of what kind a group is that does not say it.
    ///   - example: a pattern for whoever wrote one that cannot be read.
    init(
        _ text: String,
        kind: @escaping (String) -> String = { $0 == "well" ? "well" : "any" },
        example: String = GroupPattern.example
    ) throws(StepSettings.Problem) {
        (self.text, self.kind, self.example) = (text, kind, example)
        guard let braced = BracedText(Self.withoutEnding(text)) else { throw problem("has a brace without the other") }
        for part in braced.parts {
            switch part {
            case .text(let text): try read(text)
            case .word(let word): open[open.count - 1].append(try group(word))
            }
        }
        guard open.count == 1 else { throw problem("has a [ without ]") }
        part = .sequence([.start] + open[0] + [.end])
    }

    private func problem(_ message: String, remedy: String? = nil) -> StepSettings.Problem {
        StepSettings.Problem(
            message: "\"\(text)\" \(message)",
            remedy: remedy ?? "write for example \"\(example)\""
        )
    }

    private static func withoutEnding(_ text: String) -> String {
        String(decoding: text.utf8.dropLast(ImageEndings.standard.wholeLength(in: Array(text.utf8))), as: UTF8.self)
    }

    private mutating func read(_ text: String) throws(StepSettings.Problem) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "*":
                let any = PatternPart.one(.withinName)
                open[open.count - 1].append(.repeated(any, least: 0, most: nil, isEager: false))
            case "[": open.append([])
            case "]":
                guard open.count > 1, let parts = open.popLast() else { throw problem("has a ] without [") }
                open[open.count - 1].append(.repeated(.sequence(parts), least: 0, most: 1, isEager: true))
            case "/":
                guard open.count == 1 else {
                    throw problem("has a / between [ and ]", remedy: "a part that may be missing lies within one name")
                }
                depth += 1
                open[0].append(.one(.only(scalar.value)))
            default: open[open.count - 1].append(.one(.only(scalar.value)))
            }
        }
    }

    private mutating func group(_ word: String) throws(StepSettings.Problem) -> PatternPart {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let (name, kind) = (parts[0], parts.count > 1 ? parts[1] : kind(parts[0]))
        guard parts.count <= 2, let content = Self.content(kind) else {
            throw problem(
                "has the group {\(word)}, which is of no known kind",
                remedy:
                    "write {\(name)}, {\(name):digits}, {\(name):2digits}, {\(name):letters}, {\(name):word} or {\(name):well}"
            )
        }
        guard !groups.contains(name) else {
            throw problem("has two groups {\(name)}", remedy: "write * for one of them")
        }
        groups.append(name)
        return .group(groups.count - 1, content)
    }

    /// What a group of a kind holds.
    private static func content(_ kind: String) -> PatternPart? {
        func many(_ choice: CharacterChoice, _ least: Int = 1, _ most: Int? = nil) -> PatternPart {
            .repeated(.one(choice), least: least, most: most, isEager: most != nil)
        }
        switch kind {
        case "any": return many(.withinName)
        case "digits": return many(.digits)
        case "letters": return many(.letters)
        case "word": return many(.lettersAndDigits)
        case "piece": return many(.withinPiece)
        case "well": return .sequence([many(.letters, 1, 2), many(.digits, 1, 2)])
        default:
            guard kind.hasSuffix("digits"), let count = Int(kind.dropLast(6)), (1...20).contains(count) else {
                return nil
            }
            return many(.digits, count, count)
        }
    }
}
