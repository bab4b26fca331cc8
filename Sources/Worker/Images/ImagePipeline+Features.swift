import Classifiers
import Imaging
import Segmentation
import WorkerProtocol

extension ImagePipeline {
    /// The features of each channel, in the order of the plan, where the features are an output; else nothing.
    ///
    /// They are computed by themselves, beside those of the segmentation, of which only strips are there at a time.
    func features(
        of channels: [PixelValues],
        size: ImageSize,
        for job: SegmentationJob,
        beat: () -> Void
    ) throws(Failure) -> [[[Float]]] {
        guard job.recipe.outputs.contains(.features), let classifier else { return [] }
        guard classifier.earlierStages.isEmpty else {
            throw Failure(
                kind: "recipe_impossible",
                message: "the classifier has several stages, and keeps the features of the last to itself",
                remedy: "leave \"features\" out of the outputs"
            )
        }
        guard channels.count == classifier.channelCount else {
            let mismatch = SegmentationError.channelCount(image: channels.count, classifier: classifier.channelCount)
            throw Failure(segmentation: mismatch)
        }
        do throws(SegmentationError) {
            return try channels.map { (channel) throws(SegmentationError) in
                beat()
                return try engine.features(of: channel, size: size, plan: classifier.plan, progress: beat)
            }
        } catch { throw Failure(segmentation: error) }
    }
}

extension [[[Float]]] {
    /// Those of the rows `rows` of a plane of `width` columns.
    func rows(_ rows: Range<Int>, width: Int) -> [[[Float]]] {
        let pixels = rows.lowerBound * width..<rows.upperBound * width
        return map { channel in channel.map { [Float]($0[pixels]) } }
    }
}
