import Morphology
import WorkerProtocol

/// Cuts objects where they are narrow: distance transform and watershed.
struct SplitTouching: Step {
    /// The Gaussian by which the distances are smoothed, in pixels.
    let smoothing: Double

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        plane.replaceObjects(try plane.labels().splittingTouching(smoothing: smoothing))
    }
}
