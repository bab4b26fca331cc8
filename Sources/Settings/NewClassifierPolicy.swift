/// What a changed classifier means for the images of a folder that are done already.
package enum NewClassifierPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// Results stay as they are; the new classifier serves the images that come.
    case newImages = "new-images"
    /// All images of the folder are due again.
    case redo
}
