/// A text with words in braces that something else will stand for: `{stem}_cp_masks.tif`.
package struct BracedText: Sendable, Hashable {
    /// A stretch of the text.
    package enum Part: Sendable, Hashable {
        /// As it is.
        case text(String)
        /// What stood between braces.
        case word(String)
    }

    /// From the first to the last; no text is empty, and no two lie beside each other.
    package private(set) var parts: [Part] = []

    /// Reads a text; nil where a brace has no other.
    package init?(_ text: String) {
        var rest = Substring(text)
        while !rest.isEmpty {
            let plain = rest.prefix { $0 != "{" && $0 != "}" }
            if !plain.isEmpty { parts.append(.text(String(plain))) }
            rest = rest.dropFirst(plain.count)
            guard let brace = rest.first else { break }
            let word = rest.dropFirst().prefix { $0 != "{" && $0 != "}" }
            rest = rest.dropFirst(1 + word.count)
            guard brace == "{", rest.first == "}" else { return nil }
            rest.removeFirst()
            parts.append(.word(String(word)))
        }
    }

    /// The words, in their order.
    package var words: [String] {
        parts.compactMap { if case .word(let word) = $0 { word } else { nil } }
    }
}
