import Classifiers
import Imaging
import Measurement
import Morphology
import WorkerProtocol

/// Joins objects that touch, by an ObjectMerger; a joined object counts as the first of those that it was made of.
struct MergeObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let pixels = try plane.intensity(intensity)
        let merged: RenumberedObjects
        do throws(ObjectMeasurementError) { merged = try classifier.merged(labels, intensity: pixels) } catch {
            throw Failure(measuring: error)
        }
        let origins = merged.origins.prefix(merged.labels.count + 1).map { UInt32($0.first ?? 0) }
        plane.replaceObjects(Relabelled(labels: merged.labels, origins: origins))
        // APOC leaves the gaps that labels without a pixel make.
        plane.objectCount = merged.labels.presentCount
    }
}
