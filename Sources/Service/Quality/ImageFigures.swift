package import WorkerProtocol

/// What an image is judged by.
package struct ImageFigures: Sendable, Equatable {
    /// What the pixels say; nil where they were not looked at.
    package var quality: ImageQuality?
    /// Objects of all planes; nil where none were counted.
    package var objects: Int?
    /// Mean share of foreground, 0…1; nil where there is none.
    package var foregroundShare: Double?

    /// The figures of an image.
    package init(quality: ImageQuality?, objects: Int?, foregroundShare: Double?) {
        self.quality = quality
        self.objects = objects
        self.foregroundShare = foregroundShare
    }
}
