import Imaging
import Segmentation

extension JobReport.Plane {
    /// Counts the objects and the foreground of one plane.
    init(_ result: SegmentationResult, frame: Int, slice: Int) {
        self.frame = frame
        self.slice = slice
        objects = result.labels?.count
        foregroundShare = result.mask.map { Double($0.count) / Double($0.size.pixelCount) }
    }
}
