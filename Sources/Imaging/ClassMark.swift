/// A class as whoever trained a classifier calls and shows it; nothing that is computed depends on it.
package struct ClassMark: Sendable, Hashable, Codable {
    package var name: String
    /// The colour it is shown in; nil where none was chosen.
    package var color: ClassPalette.Color?

    /// A class of that name.
    package init(name: String, color: ClassPalette.Color? = nil) {
        (self.name, self.color) = (name, color)
    }
}
