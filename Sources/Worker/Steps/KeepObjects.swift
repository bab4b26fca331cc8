import Classifiers
import Measurement
import WorkerProtocol

/// Leaves the objects of one class, by an ObjectSelector, numbered anew in their old order as APOC numbers them.
struct KeepObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let pixels = try plane.intensity(intensity)
        do throws(ObjectMeasurementError) {
            plane.replaceObjects(try classifier.selected(from: labels, intensity: pixels))
        } catch {
            throw Failure(measuring: error)
        }
    }
}
