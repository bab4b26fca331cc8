import Imaging
import Segmentation

extension JobReport.Plane {
    /// Counts the objects and the foreground of one plane.
    init(_ result: PlaneSegmentation, frame: Int, slice: Int) {
        self.frame = frame
        self.slice = slice
        objects = result.labels?.count
        foregroundShare = result.mask.map { mask in
            mask.isEmpty ? 0 : Double(mask.reduce(into: 0) { $0 += $1 == 0 ? 0 : 1 }) / Double(mask.count)
        }
    }
}
