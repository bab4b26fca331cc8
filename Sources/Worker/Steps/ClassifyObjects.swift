import Classifiers
import Imaging
import Measurement
import WorkerProtocol

/// Gives each object a class, by an ObjectClassifier, or by a TableRowClassifier from the columns of the object table.
struct ClassifyObjects: Step {
    let classifier: ObjectClassifier
    let intensity: IntensitySource

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        if case .columns(let names) = classifier.inputs {
            plane.objectClasses = try classes(ofRows: names, labels, plane, setting)
            return
        }
        let pixels = try plane.intensity(intensity)
        do throws(ObjectMeasurementError) {
            plane.objectClasses = try classifier.classes(of: labels, intensity: pixels)
        } catch {
            throw Failure(measuring: error)
        }
    }

    /// The classes by the columns of those names: all that the object table can have, whichever of them are written.
    private func classes(
        ofRows names: [String],
        _ labels: LabelImage,
        _ plane: SegmentedPlane,
        _ setting: StepSetting
    ) throws(Failure) -> ObjectClasses {
        let table = ObjectColumns(
            plane,
            groups: MeasurementGroup.allCases,
            setting: setting,
            isVolume: labels.size.is3D
        )
        let measured = table.measurement(of: plane, labels)
        do throws(TableColumnError) {
            var classes = try classifier.classes(ofColumns: measured.column(named:))
            classes.classes[0] = 0
            return classes
        } catch {
            throw Failure(
                kind: "recipe_impossible",
                message: "the TableRowClassifier of the step classify: \(error)",
                remedy:
                    "it reads columns of the object table; \(names.joined(separator: ", ")) are what it was trained on"
            )
        }
    }
}
