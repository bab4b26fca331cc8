/// A kind of file that holds a classifier, and how it is read.
///
/// A new format is a folder beside this file and a line in `all`.
package struct ClassifierFormat: Sendable {
    /// The program that writes such files, as people call it.
    package let name: String
    /// The ending of their names, without the dot.
    package let fileExtension: String
    /// Whether a file with these first bytes, 64 at most, is of this format.
    let recognises: @Sendable (_ start: ArraySlice<UInt8>) -> Bool
    /// Reads a whole file; `name` stands in messages.
    let parse: @Sendable (_ bytes: [UInt8], _ name: String) throws(ClassifierError) -> TrainedClassifier

    /// Every format that other programs write.
    package static let all: [ClassifierFormat] = [.apoc, .ilastik]
    /// Those that only segmentd writes, and nobody hands out.
    private static let own: [ClassifierFormat] = [.extract]

    /// Bytes that tell the format of a file.
    package static let startLength = 64

    /// The format of the file called `name` that begins with `start`; nil where it is none of them.
    ///
    /// - Parameter look: what a file looks like that no format recognises. A text with the ending of a format is meant to
    ///   be of that format: its parser says what is wrong with it, by line and column.
    package static func format(of start: ArraySlice<UInt8>, name: String, look: String?) -> ClassifierFormat? {
        if let format = (all + own).first(where: { $0.recognises(start) }) { return format }
        guard look == Self.text else { return nil }
        return all.first { name.hasSuffix(".\($0.fileExtension)") }
    }

    /// What the look of a text is called.
    private static let text = "a text"
}

extension TrainedClassifier {
    /// Reads a classifier file of any format that is known; `name` stands in messages.
    ///
    /// - Parameter look: names what a file that begins with these bytes, 64 at most, looks like; nil where that is unknown.
    /// - Throws: where the file is none of the formats, damaged, or of a kind that cannot be run.
    package init(
        parsing bytes: [UInt8],
        name: String,
        look: (_ start: [UInt8]) -> String?
    ) throws(ClassifierError) {
        guard !bytes.isEmpty else { throw .empty(file: name) }
        let start = bytes.prefix(ClassifierFormat.startLength)
        let look = look(Array(start))
        guard let format = ClassifierFormat.format(of: start, name: name, look: look) else {
            throw .unrecognised(file: name, look: look)
        }
        self = try format.parse(bytes, name)
    }
}

extension Classifier {
    /// Reads a file of any format that holds a classifier of pixels; `name` stands in messages.
    ///
    /// - Parameter look: names what a file that begins with these bytes, 64 at most, looks like; nil where that is unknown.
    /// - Throws: as `TrainedClassifier` does, and where the classifier is one of objects.
    package init(
        parsing bytes: [UInt8],
        name: String,
        look: (_ start: [UInt8]) -> String?
    ) throws(ClassifierError) {
        self = try TrainedClassifier(parsing: bytes, name: name, look: look).pixelClassifier()
    }
}
