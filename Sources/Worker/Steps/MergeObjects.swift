import Classifiers
import Measurement
import WorkerProtocol

/// Joins objects that touch, by an ObjectMerger.
struct MergeObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let pixels = try plane.intensity(intensity)
        do throws(ObjectMeasurementError) {
            plane.replaceObjects(try classifier.merged(labels, intensity: pixels))
        } catch {
            throw Failure(measuring: error)
        }
    }
}
