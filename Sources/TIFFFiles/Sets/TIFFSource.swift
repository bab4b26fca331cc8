/// One of the files that an image is stored in.
package struct TIFFSource: Sendable {
    /// Open for reading; stays the caller's, who keeps it open while planes are read.
    package var fileDescriptor: Int32
    /// As the set calls it; for messages, and to find the planes that a description places there.
    package var name: String
    /// Where its planes belong, from 0, by the letter of the axis (`C`, `Z`, `T`, `P`), where its name says that.
    ///
    /// A place without letters says that the file is part of a set whose other files are not there.
    package var place: [String: Int]?
    /// What its name calls that place, by the letter of the axis, where that is more than a number.
    package var names: [String: String]?

    /// The file called `name`.
    package init(
        fileDescriptor: Int32,
        name: String,
        place: [String: Int]? = nil,
        names: [String: String]? = nil
    ) {
        self.fileDescriptor = fileDescriptor
        self.name = name
        self.place = place
        self.names = names
    }
}
