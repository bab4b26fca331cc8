import Imaging
import Morphology
import Segmentation
import WorkerProtocol

/// Probabilities to a label image: smoothed, cut at one threshold or two, and left by size, as ilastik does it.
struct ThresholdProbabilities: Step {
    let threshold: ProbabilityThreshold

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let maps = plane.segmentation.probabilities
        guard let most = threshold.classes.max(), most <= maps.count else {
            throw .internalFault("no probabilities for the step threshold")
        }
        let labels = threshold.objects(in: maps, size: plane.size)
        plane.segmentation.labels = labels
        plane.objectCount = labels.count
    }
}
