import Classifiers
import Morphology
import WorkerProtocol

/// Leaves the objects of one class, by an ObjectSelector.
struct KeepObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let classes = try classifier.classes(of: labels, measuring: plane.intensity(intensity))
        let positive = UInt8(clamping: classifier.positiveClass ?? 0)
        plane.replaceObjects(labels.keeping { classes.classes[$0] == positive })
    }
}
