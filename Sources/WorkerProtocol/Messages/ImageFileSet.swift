/// The files of an image that is stored in several, as one of them tells.
package struct ImageFileSet: Sendable, Codable, Equatable {
    /// The file after which the results are called: the one that has the first planes.
    package var first: String
    /// All files that hold planes, in order, the first one included; names as the file gives them, in its own folder or below
    /// the folder in which it lies.
    package var files: [String]
    /// The file that holds the description and no planes; nil where one of the others has it.
    package var companion: String?

    /// A set of `files`.
    package init(first: String, files: [String], companion: String? = nil) {
        self.first = first
        self.files = files
        self.companion = companion
    }
}

/// One more file of an image that is stored in several.
package struct ImageSetMember: Sendable, Codable, Equatable {
    /// The file's name, as the set calls it; for messages, and to find its planes.
    package var name: String
    /// Where its planes belong, from 0, by the letter of the axis (`C`, `Z`, `T`, `P`), where its name says that.
    package var place: [String: Int]?
    /// What its name calls that place, by the letter of the axis, where that is more than a number.
    package var names: [String: String]?

    /// The file called `name`.
    package init(name: String, place: [String: Int]? = nil) {
        self.name = name
        self.place = place
    }
}
