import Segmentation
import WorkerProtocol

/// A mask to a label image.
struct ConnectComponents: Step {
    func run(on plane: inout SegmentedPlane, engine: SegmentationEngine) throws(Failure) {
        // The engine labels the mask of the classifier itself, in the same pass. Another mask is labelled here.
        guard plane.segmentation.labels == nil else { return }
        guard let mask = plane.segmentation.mask else { throw .internalFault("no mask to label") }
        do { plane.segmentation.labels = try engine.labels(of: mask) } catch {
            throw Failure(segmentation: error)
        }
    }
}
