import Classifiers
import Imaging
import Measurement
import Morphology
import WorkerProtocol

/// Leaves the objects of one class, by an ObjectSelector, numbered anew in their old order as APOC numbers them.
struct KeepObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let pixels = try plane.intensity(intensity)
        let classes: ObjectClasses
        do throws(ObjectMeasurementError) { classes = try classifier.classes(of: labels, intensity: pixels) } catch {
            throw Failure(measuring: error)
        }
        let positive = classifier.positiveClass ?? 0
        plane.replaceObjects(labels.keeping { Int(classes.classes[$0]) == positive })
    }
}
