/// Sizes beyond which an image is refused before memory is taken for it (`[limits]`); what is nil has the reader's own limit.
package struct ImageLimits: Sendable, Hashable, Codable {
    /// Pixels of one plane.
    package var pixels: Int?
    /// Bytes of one page when decoded, all its samples together.
    package var bytes: Int?
    /// Pages of one file.
    package var pages: Int?

    /// Limits that differ from the reader's own where something is given.
    package init(pixels: Int? = nil, bytes: Int? = nil, pages: Int? = nil) {
        (self.pixels, self.bytes, self.pages) = (pixels, bytes, pages)
    }
}
