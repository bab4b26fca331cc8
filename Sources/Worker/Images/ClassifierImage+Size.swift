import Classifiers
import Features
import Imaging
import TIFFFiles
import WorkerProtocol

extension ClassifierImage {
    /// Refuses an image on which a feature of `classifier`, or of a stage before it, has no result: it has too few pixels along an
    /// axis, or no slices.
    func checkSize(name: String, _ classifier: Classifier?) throws(Failure) {
        guard let classifier else { return }
        for stage in classifier.earlierStages + [classifier] {
            guard let problem = stage.plan.problem(onSize: size) else { continue }
            var remedy = problem.remedy
            if problem.isOfDimensions, reader.layout.shape.frames > 1 {
                remedy += "; if its frames are slices, name them so (\(Self.advice("ZYX")))"
            }
            throw Failure(
                kind: problem.isOfDimensions ? "dimensions_mismatch" : "image_too_small",
                message: "\(name) (\(size)): \(problem)",
                remedy: remedy,
                // More slices may be pages that are still to come.
                mayBeUnfinished: problem.isOfDimensions || problem.isOfDepthAlone
            )
        }
    }
}
