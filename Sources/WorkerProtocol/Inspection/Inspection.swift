/// What `inspect` says of a file.
package enum Inspection: Sendable, Codable, Equatable {
    case image(ImageInspection)
    /// A file that is no classifier, and is not read as an image either.
    case unreadImage(Failure)
    case classifier(ClassifierInspection)
}
