/// Something that segments images: a worker process, or, for debugging, this process.
package protocol ImageSegmenting: Sendable {
    /// Segments one image into open files.
    ///
    /// - Parameters:
    ///   - image: open for reading.
    ///   - outputs: open for reading and writing, empty, one per entry of the job's outputs; they stay the caller's.
    ///   - hangs: how often this image took longer than it may; it is given more time then.
    /// - Throws: `WorkerError.refused` when the image or the classifier is at fault, any other when the worker was lost.
    func segment(
        _ job: SegmentationJob,
        classifier: ClassifierReference,
        image: Int32,
        outputs: [Int32],
        hangs: Int
    ) async throws(WorkerError) -> JobReport

    /// Shows that a classifier runs, on a built-in image.
    func probe(_ classifier: ClassifierReference) async throws(WorkerError)
}
