/// How the files of results are called: a text with `{stem}`, `{recipe}`, groups of the image, and `{kind}` at its end.
///
/// All files of a result, its summary among them, begin alike, up to what stands for `{kind}`: by that they are known to belong
/// together. So a separator and `{kind}` end every template.
package struct NameTemplate: Sendable, Hashable {
    /// What is wrong with a template, and what to do.
    package struct Problem: Error, Hashable {
        package let message: String
        package let remedy: String
    }

    /// What stands in front of the separator before `{kind}`.
    private enum Part: Sendable, Hashable {
        case text(String)
        case stem, recipe
        case group(String)
    }

    private static let standardText = "{stem}_{recipe}_{kind}"
    /// What can stand before `{kind}`, and what goes with a word for which nothing stands.
    static let separators: [Character] = ["_", "-", ".", " "]
    private static let longest = 128

    /// The names where nobody asks for others.
    package static let standard = NameTemplate()

    /// As it was written.
    package let text: String
    private let parts: [Part]
    private let joint: String

    private init() {
        (text, parts, joint) = (Self.standardText, [.stem, .text("_"), .recipe], "_")
    }

    /// Reads a template that may name `groups`.
    package init(_ text: String, groups: [String] = []) throws(Problem) {
        func problem(_ message: String, _ remedy: String? = nil) -> Problem {
            let example = remedy ?? "write for example names = \"\(Self.standardText)\""
            return Problem(message: "\"\(text)\" \(message)", remedy: example)
        }
        guard let braced = BracedText(text) else { throw problem("has a brace without the other") }
        guard !text.contains("/") else {
            throw problem("holds a /", "sub-folders for results are named by `output`")
        }
        guard text.utf8.count <= Self.longest else { throw problem("is longer than \(Self.longest) bytes") }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw problem("holds control characters")
        }
        guard text.first != "." else { throw problem("begins with a dot", "hidden files are no results") }
        let words = braced.words
        guard words.contains("stem") else {
            let presets = ResultNaming.presets.keys.sorted().map { "\"\($0)\"" }.joined(separator: " or ")
            throw problem(
                "lacks {stem}, so that all images would have the same names",
                "write for example names = \"\(Self.standardText)\", or \(presets)"
            )
        }
        guard words.count(where: { $0 == "kind" }) == 1, braced.parts.last == .word("kind") else {
            throw problem(
                "does not end with {kind}",
                "the files of a result begin alike: write {kind} once, at the end"
            )
        }
        guard words.count(where: { $0 == "stem" }) == 1 else { throw problem("holds {stem} twice") }
        var parts: [Part] = []
        for part in braced.parts.dropLast() {
            switch part {
            case .text(let text): parts.append(.text(text))
            case .word("stem"): parts.append(.stem)
            case .word("recipe"): parts.append(.recipe)
            case .word(let word) where groups.contains(word): parts.append(.group(word))
            case .word(let word):
                let known = (["stem", "recipe"] + groups + ["kind"]).map { "{\($0)}" }.joined(separator: ", ")
                throw problem(
                    "holds {\(word)}, which stands for nothing",
                    "known here: \(known); groups are those of the folder's `pattern`"
                )
            }
        }
        guard case .text(let last) = parts.last, let separator = last.last, Self.separators.contains(separator) else {
            throw problem(
                "has no separator before {kind}",
                "write _, -, a dot or a blank there: \"\(Self.standardText)\""
            )
        }
        parts.removeLast()
        // What is the same in all endings; what stands before it is shortened where a name is too long.
        if last.count > 1 { parts.append(.text(String(last.dropLast()))) }
        (self.text, self.parts, joint) = (text, parts, String(separator))
    }

    /// The template that gives the names of a result that is there: what stands before the stem, and behind it with the
    /// separator at its end; nil where that is no text.
    init?(before: [UInt8], after: [UInt8]) {
        guard let before = String(validating: before, as: UTF8.self),
            let after = String(validating: after, as: UTF8.self),
            let separator = after.last, Self.separators.contains(separator)
        else { return nil }
        text = "\(before){stem}\(after){kind}"
        parts = [.text(before), .stem, .text(String(after.dropLast()))]
        joint = String(separator)
    }

    /// The groups that it names.
    package var groups: [String] {
        parts.compactMap { if case .group(let name) = $0 { name } else { nil } }
    }

    /// Whether it tells recipes apart.
    package var holdsRecipe: Bool { parts.contains(.recipe) }

    /// The template for a recipe and an image.
    ///
    /// A word for which there is nothing, the name of a recipe that has none for example, is left out with the separator before
    /// it; at the beginning with the one behind it.
    ///
    /// - Parameter values: what the groups of the image are, in bytes.
    func filled(recipe: String?, values: [String: [UInt8]]) -> (pieces: [NameScheme.Piece], joint: [UInt8]) {
        var pieces: [NameScheme.Piece] = []
        var dropsSeparator = false
        func isSeparator(_ byte: UInt8?) -> Bool {
            byte.map { Self.separators.contains(Character(Unicode.Scalar($0))) } ?? false
        }
        for part in parts {
            var (bytes, isFixed): ([UInt8], Bool) = ([], true)
            switch part {
            case .stem:
                pieces.append(.stem)
                dropsSeparator = false
                continue
            case .text(let text): bytes = Array(text.utf8)
            case .recipe: bytes = Array((recipe ?? "").utf8)
            case .group(let name): (bytes, isFixed) = (values[name] ?? [], false)
            }
            if case .text = part {
                if dropsSeparator, isSeparator(bytes.first) { bytes.removeFirst() }
            } else if bytes.isEmpty {
                if case .text(var before, let isFixed) = pieces.last, isSeparator(before.last) {
                    before.removeLast()
                    pieces.removeLast()
                    if !before.isEmpty { pieces.append(.text(before, isFixed: isFixed)) }
                    dropsSeparator = false
                } else {
                    dropsSeparator = pieces.isEmpty
                }
                continue
            }
            guard !bytes.isEmpty else { continue }
            dropsSeparator = false
            // The settings refuse such names of recipes; here they must only not reach another folder.
            pieces.append(
                .text(bytes.map { $0 == 0 || $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }, isFixed: isFixed)
            )
        }
        return (pieces, Array(joint.utf8))
    }
}
