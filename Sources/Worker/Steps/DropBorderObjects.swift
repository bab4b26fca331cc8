import Morphology
import WorkerProtocol

/// Takes away the objects that touch the border of the plane or volume: they are not there as a whole.
struct DropBorderObjects: Step {
    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        plane.replaceObjects(try plane.labels().droppingBorderObjects())
    }
}
