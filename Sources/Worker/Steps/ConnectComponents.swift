import Imaging
import Segmentation
import WorkerProtocol

/// A mask to a label image.
struct ConnectComponents: Step {
    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        // The engine labels the mask of the classifier itself, in the same pass. Another mask is labelled here.
        if plane.segmentation.labels == nil {
            guard let mask = plane.segmentation.mask else { throw .internalFault("no mask to label") }
            do { plane.segmentation.labels = try setting.engine.labels(of: mask) } catch {
                throw Failure(segmentation: error)
            }
        }
        plane.objectCount = plane.segmentation.labels?.count
    }
}
