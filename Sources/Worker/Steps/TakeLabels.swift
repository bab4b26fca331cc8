import Imaging
import Segmentation
import WorkerProtocol

/// The label image that others made, with its own numbers.
struct TakeLabels: Step {
    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        guard let labels = setting.givenLabels else { throw .internalFault("no label image came with the image") }
        plane.segmentation.labels = labels
        plane.objectCount = labels.presentCount
    }
}
