import Imaging
import Segmentation

/// One looped plane, or one volume, with the result so far.
struct SegmentedPlane {
    /// T, from 0.
    let frame: Int
    /// Z, from 0; of a volume the first slice.
    let slice: Int
    let size: ImageSize
    /// The pixels, one entry a channel, (Z, Y, X), x fastest.
    let channels: [PixelValues]
    /// What was made of it; each step takes it and gives the next.
    var segmentation: SegmentationResult
}
