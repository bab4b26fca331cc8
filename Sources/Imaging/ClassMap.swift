/// The class of every pixel of one plane, numbered from 1 as APOC does; row-major (Y, X).
package struct ClassMap: Sendable, Equatable {
    package let size: ImageSize
    package var classes: [UInt8]

    /// A class map of `size`.
    ///
    /// - Precondition: `classes` has one entry per pixel.
    package init(size: ImageSize, classes: [UInt8]) {
        precondition(classes.count == size.pixelCount)
        self.size = size
        self.classes = classes
    }
}
