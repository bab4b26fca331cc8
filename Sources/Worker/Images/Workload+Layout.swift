import Imaging
import WorkerProtocol

extension Workload {
    /// The work on an image of `layout`.
    init(_ layout: ImageLayout, usesHost: Bool) {
        self.init(pixels: layout.shape.planeCount * layout.shape.size.pixelCount, usesHost: usesHost)
    }
}
