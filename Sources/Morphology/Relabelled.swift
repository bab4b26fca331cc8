package import Imaging

/// A label image that was made of another, and which old object each of its objects was, or was a part of.
package struct Relabelled: Sendable, Equatable {
    /// The new label image; each label from 1 to its count occurs.
    package let labels: LabelImage
    /// The old label of every new one; entry 0 is 0.
    package let origins: [UInt32]

    /// A label image of objects that come from `origins`.
    ///
    /// - Precondition: `origins` has an entry for the background and one for each object.
    package init(labels: LabelImage, origins: [UInt32]) {
        precondition(origins.count == labels.count + 1)
        self.labels = labels
        self.origins = origins
    }
}
