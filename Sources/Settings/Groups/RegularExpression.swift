/// Reads the patterns that CellProfiler takes for file names: regular expressions as Python writes them, with named groups.
///
/// What cannot be searched for in bounded time (references to groups, looking ahead or behind) is refused.
struct RegularExpression {
    /// What it comes to.
    private(set) var part: PatternPart = .start
    /// The names of its groups, in their order.
    private(set) var groups: [String] = []
    /// Whether it speaks of folders.
    private(set) var holdsSlash = false

    private var rest: Substring.UnicodeScalarView
    private var depth = 0

    /// Whether a text is meant as a regular expression rather than in our own words.
    static func isMeant(by text: String) -> Bool { text.contains("(?P<") || text.contains("(?<") }

    /// Reads `text`.
    ///
    /// - Throws: a `Problem` for what is no regular expression, or none that is supported.
    init(_ text: String) throws(StepSettings.Problem) {
        rest = Substring(text).unicodeScalars
        part = try either()
        guard rest.isEmpty else { throw Self.problem("has a ) too many") }
    }

    private static func problem(
        _ message: String,
        remedy: String = "correct it, or write a pattern such as \"\(GroupPattern.example)\""
    ) -> StepSettings.Problem {
        StepSettings.Problem(message: "the regular expression \(message)", remedy: remedy)
    }

    private static func unsupported(_ what: String) -> StepSettings.Problem {
        problem("holds \(what), which is not supported: it can take without end", remedy: "write it without")
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func either() throws(StepSettings.Problem) -> PatternPart {
        depth += 1
        guard depth < 50 else { throw Self.problem("has too many groups within groups") }
        defer { depth -= 1 }
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .either(parts)
    }

    private mutating func sequence() throws(StepSettings.Problem) -> PatternPart {
        var parts: [PatternPart] = []
        while let next = rest.first, next != "|", next != ")" { parts.append(try repeated(atom())) }
        return .sequence(parts)
    }

    private mutating func repeated(_ part: PatternPart) throws(StepSettings.Problem) -> PatternPart {
        var (least, most): (Int, Int?) = (0, nil)
        switch rest.first {
        case "*": rest.removeFirst()
        case "+":
            rest.removeFirst()
            least = 1
        case "?":
            rest.removeFirst()
            most = 1
        case "{":
            guard let counts = counts() else { return part }
            (least, most) = counts
            guard most ?? least >= least, max(least, most ?? 0) <= PatternProgram.most else {
                throw Self.problem("repeats something too often, or from more to fewer times")
            }
        default: return part
        }
        let isEager = !take("?")
        if let next = rest.first, next == "*" || next == "+" || next == "?" {
            throw Self.problem("has one repetition behind another, as in a*+")
        }
        return .repeated(part, least: least, most: most, isEager: isEager)
    }

    /// `{2}`, `{2,}`, `{,2}` or `{2,4}`; nil, and nothing taken, for a brace that stands for itself.
    private mutating func counts() -> (Int, Int?)? {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let parts = String(rest[rest.startIndex..<end].dropFirst()).split(
            separator: ",",
            omittingEmptySubsequences: false
        )
        let numbers = parts.map { Int($0) }
        guard (1...2).contains(parts.count), zip(parts, numbers).allSatisfy({ $0.isEmpty || ($1 ?? -1) >= 0 }),
            numbers.contains(where: { $0 != nil })
        else { return nil }
        rest.removeSubrange(...end)
        return parts.count == 1 ? (numbers[0] ?? 0, numbers[0]) : (numbers[0] ?? 0, numbers[1])
    }

    private mutating func atom() throws(StepSettings.Problem) -> PatternPart {
        let next = rest.removeFirst()
        switch next {
        case ".": return .one(.all)
        case "^": return .start
        case "$": return .end
        case "[": return .one(try choice())
        case "(": return try group()
        case "*", "+", "?": throw Self.problem("repeats nothing: \(next) has nothing in front of it")
        case "\\": return try escape()
        default:
            if next == "/" { holdsSlash = true }
            return .one(.only(next.value))
        }
    }

    private mutating func group() throws(StepSettings.Problem) -> PatternPart {
        var name: String?
        if take("?") {
            if !take(":") {
                let isPython = take("P")
                guard take("<"), let first = rest.first, first != "=", first != "!" else {
                    throw Self.unsupported(
                        isPython ? "a reference to a group" : "(?…) for looking ahead or behind, or flags"
                    )
                }
                guard let end = rest.firstIndex(of: ">") else { throw Self.problem("has a group name without >") }
                name = String(rest[rest.startIndex..<end])
                rest.removeSubrange(...end)
            }
        }
        let number = groups.count
        if let name {
            guard !groups.contains(name) else { throw Self.problem("has two groups \(name)") }
            groups.append(name)
        }
        let part = try either()
        guard take(")") else { throw Self.problem("has a ( too many") }
        return name == nil ? part : .group(number, part)
    }

    private mutating func escape() throws(StepSettings.Problem) -> PatternPart {
        guard let next = rest.popFirst() else { throw Self.problem("ends with \\") }
        switch next {
        case "A": return .start
        case "Z": return .end
        case "b", "B": throw Self.problem("holds \\\(next), which is not supported", remedy: "write what stands there")
        case "1"..."9": throw Self.unsupported("a reference to a group")
        default: return .one(try Self.escaped(next))
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) throws(StepSettings.Problem) -> CharacterChoice {
        switch scalar {
        case "d": .digits
        case "D": CharacterChoice.digits.others
        case "w": .word
        case "W": CharacterChoice.word.others
        case "s": .blanks
        case "S": CharacterChoice.blanks.others
        case "n": .only(10)
        case "t": .only(9)
        case "a"..."z", "A"..."Z", "0"..."9": throw problem("holds \\\(scalar), which is not supported")
        default: .only(scalar.value)
        }
    }

    /// What stands between brackets.
    private mutating func choice() throws(StepSettings.Problem) -> CharacterChoice {
        let isInverted = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let next = rest.popFirst() {
            if next == "]", !isFirst { return CharacterChoice(ranges: ranges, isInverted: isInverted) }
            isFirst = false
            var first = CharacterChoice.only(next.value)
            if next == "\\" {
                guard let escape = rest.popFirst() else { break }
                first = try Self.escaped(escape)
            }
            guard !first.isInverted else {
                throw Self.problem("holds \\D, \\W or \\S in brackets, which is not supported")
            }
            guard first.ranges.count == 1, first.ranges[0].count == 1, rest.first == "-",
                let last = rest.dropFirst().first,
                last != "]"
            else {
                ranges += first.ranges
                continue
            }
            rest.removeFirst(2)
            var end = last
            if last == "\\" {
                guard let escape = rest.popFirst() else { break }
                end = escape
            }
            guard first.ranges[0].lowerBound <= end.value else { throw Self.problem("has a range that goes backwards") }
            ranges.append(first.ranges[0].lowerBound...end.value)
        }
        throw Self.problem("has a [ without ]")
    }
}
