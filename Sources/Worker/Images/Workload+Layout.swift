import Imaging
import WorkerProtocol

extension Workload {
    /// The work on an image of `layout`.
    init(_ layout: ImageLayout, usesHost: Bool) {
        let shape = layout.shape
        self.init(pixels: shape.frames * shape.slices * shape.channels * shape.size.pixelCount, usesHost: usesHost)
    }
}
