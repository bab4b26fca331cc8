/// Objects of one plane: 0 is background, objects are numbered 1…count; row-major (Y, X).
package struct LabelImage: Sendable, Equatable {
    package let size: ImageSize
    package var labels: [UInt32]
    /// The largest label, which is the number of objects.
    package let count: Int

    /// A label image of `count` objects.
    ///
    /// - Precondition: `labels` has one entry per pixel.
    package init(size: ImageSize, labels: [UInt32], count: Int) {
        precondition(labels.count == size.pixelCount)
        self.size = size
        self.labels = labels
        self.count = count
    }

    /// Labels that some pixel carries.
    package var presentCount: Int {
        var isThere = [Bool](repeating: false, count: count + 1)
        for label in labels { isThere[Int(label)] = true }
        return isThere.dropFirst().count { $0 }
    }
}
