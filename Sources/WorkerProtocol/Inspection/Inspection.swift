/// What `inspect` says of a file.
package enum Inspection: Sendable, Codable, Equatable {
    case image(ImageInspection)
    case classifier(ClassifierInspection)
}
