/// A text that is sent for help.
package struct SupportPart: Sendable {
    /// How long the parts may be, in bytes; the sum is far below what a mail may carry.
    package enum Limit {
        /// The records of the journal.
        package static let journal = 2 << 20
        /// Anything that grows with what is watched.
        package static let large = 256 << 10
        /// Anything else.
        package static let small = 64 << 10
    }

    /// The name of its file.
    package let name: String
    /// What it is, for the list of contents.
    package let what: String
    /// Its text, or why there is none.
    package private(set) var text: String

    /// A part whose text is cut where it is longer than its share; the end is kept with `keepsEnd`.
    package init(_ name: String, _ what: String, _ text: String, limit: Int = Limit.small, keepsEnd: Bool = false) {
        (self.name, self.what) = (name, what)
        let bytes = Array(text.utf8)
        guard bytes.count > limit else {
            self.text = text
            return
        }
        let note = "[cut: \(bytes.count - limit) of \(bytes.count) bytes are left out]\n"
        self.text =
            keepsEnd
            ? note + String(decoding: bytes.suffix(limit), as: UTF8.self)
            : String(decoding: bytes.prefix(limit), as: UTF8.self) + "\n" + note
    }

    /// The same with another text.
    func masked(_ masking: Masking) -> SupportPart {
        var part = self
        part.text = masking(text)
        return part
    }
}
