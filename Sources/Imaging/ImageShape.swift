/// Extent of an image along its six named axes; an absent axis has extent 1.
package struct ImageShape: Sendable, Hashable, Codable {
    /// P: positions of the stage, or series, which have nothing to do with each other.
    package var positions: Int
    /// T: time points.
    package var frames: Int
    /// Z: optical sections.
    package var slices: Int
    /// C: channels; the samples of an RGB image count as channels.
    package var channels: Int
    /// Y and X.
    package var size: ImageSize

    /// An image of `positions` × `frames` × `slices` × `channels` planes of `size`.
    package init(positions: Int = 1, frames: Int = 1, slices: Int = 1, channels: Int = 1, size: ImageSize) {
        self.positions = positions
        self.frames = frames
        self.slices = slices
        self.channels = channels
        self.size = size
    }

    /// Planes over P, T, Z and C.
    package var planeCount: Int { positions * frames * slices * channels }
}
