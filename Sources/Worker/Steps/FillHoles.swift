import Morphology
import Segmentation
import WorkerProtocol

/// Gives an object the background that it encloses.
struct FillHoles: Step {
    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        plane.segmentation.labels = try plane.labels().fillingHoles()
    }
}
