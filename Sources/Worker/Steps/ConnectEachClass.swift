import Imaging
import Morphology
import Segmentation
import WorkerProtocol

/// A class map to a label image: the components of every class but the background's, in one numbering.
struct ConnectEachClass: Step {
    /// The class that is no object, from 1.
    let background: Int

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        guard let map = plane.segmentation.classMap else { throw .internalFault("no class map to label") }
        let objects = map.objects(background: UInt8(clamping: background))
        plane.segmentation.labels = objects.labels
        plane.pixelClasses = objects.classes
        plane.objectCount = objects.labels.count
    }
}
