/// One of the files that an image is stored in.
package struct TIFFSource: Sendable {
    /// Open for reading; stays the caller's, who keeps it open while planes are read.
    package var fileDescriptor: Int32
    /// As the set calls it; for messages, and to find the planes that a description places there.
    package var name: String
    /// Where its planes belong, from 0, by the letter of the axis (`C`, `Z`, `T`, `P`), where its name says that.
    package var place: [String: Int]?

    /// The file called `name`.
    package init(fileDescriptor: Int32, name: String, place: [String: Int]? = nil) {
        self.fileDescriptor = fileDescriptor
        self.name = name
        self.place = place
    }
}
