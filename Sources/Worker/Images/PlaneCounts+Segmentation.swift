import Imaging
import Segmentation
import WorkerProtocol

extension PlaneCounts {
    /// Counts the objects and the foreground of one plane.
    init(_ plane: SegmentedPlane) {
        self.init(
            position: plane.position,
            frame: plane.frame,
            z: plane.slice,
            objects: plane.objectCount ?? plane.segmentation.labels?.count,
            foregroundShare: plane.segmentation.mask.map { Double($0.count) / Double($0.size.pixelCount) }
        )
    }
}
