import Classifiers
import Imaging
import TIFFFiles
import WorkerProtocol

extension Failure {
    /// The same, with what the files of the image say of it, where that much can be read.
    ///
    /// - Parameters:
    ///   - descriptors: those that came with the job.
    ///   - classifier: that of the pixels, for which axes without a name are taken as in `ClassifierImage`.
    func knowing(
        imageBehind descriptors: [Int32],
        of job: SegmentationJob,
        _ classifier: Classifier?,
        _ limits: TIFFLimits
    ) -> Failure {
        // Of a disk that fails nothing more is asked.
        guard !isTransient else { return self }
        let reader = try? TIFFReader(
            sources: job.sources(descriptors),
            taking: job.recipe.axisChoice,
            unnamed: classifier?.dimensions == 3 ? .slices : .frames,
            limits: limits
        )
        guard let reader else { return self }
        var failure = self
        failure.layout = reader.layout
        return failure
    }
}
