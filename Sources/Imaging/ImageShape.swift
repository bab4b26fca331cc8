/// Extent of an image along its five named axes; an absent axis has extent 1.
package struct ImageShape: Sendable, Hashable, Codable {
    /// T: time points.
    package var frames: Int
    /// Z: optical sections.
    package var slices: Int
    /// C: channels; the samples of an RGB image count as channels.
    package var channels: Int
    /// Y and X.
    package var size: ImageSize

    /// An image of `frames` × `slices` × `channels` planes of `size`.
    package init(frames: Int = 1, slices: Int = 1, channels: Int = 1, size: ImageSize) {
        self.frames = frames
        self.slices = slices
        self.channels = channels
        self.size = size
    }

    /// Planes over T, Z and C.
    package var planeCount: Int { frames * slices * channels }
}
