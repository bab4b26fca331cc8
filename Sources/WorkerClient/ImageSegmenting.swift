package import WorkerProtocol

/// Something that segments images: a worker, or what stands for one in a test.
package protocol ImageSegmenting: Sendable {
    /// Segments one image into open files.
    ///
    /// - Parameters:
    ///   - classifiers: where the bytes are kept of the classifiers of the job's recipe.
    ///   - image: open for reading.
    ///   - members: the other files of an image that is stored in several, open for reading, in the order of the job.
    ///   - labels: the label image that others made, open for reading; nil where the recipe takes none.
    ///   - kept: the files of the job's earlier result, open for reading, in their order.
    ///   - outputs: open for reading and writing, empty, one for each output of the recipe; they stay the caller's.
    ///   - hangs: how often this image took longer than it may; it is given more time then.
    /// - Throws: `WorkerError.refused` when the image or the classifier is at fault, any other when the worker was lost.
    func segment(
        _ job: SegmentationJob,
        classifiers: [ClassifierReference],
        image: Int32,
        members: [Int32],
        labels: Int32?,
        kept: [Int32],
        outputs: [Int32],
        hangs: Int
    ) async throws(WorkerError) -> JobReport

    /// Says what the classifier is whose open file has that SHA-256; it stays the caller's.
    func describe(_ classifier: Int32, digest: String, name: String) async throws(WorkerError) -> ClassifierFacts

    /// Writes what decides pixels of an open project into an open, empty file; both stay the caller's.
    ///
    /// - Throws: `WorkerError.refused` where the project holds no classifier that can be run.
    func extract(
        _ project: Int32,
        into extract: Int32,
        name: String
    ) async throws(WorkerError) -> ClassifierExtract

    /// SHA-256 of an open image, which stays the caller's: the daemon reads no pixels.
    ///
    /// - Throws: `WorkerError.refused` when the image cannot be read.
    func digest(_ image: Int32, name: String) async throws(WorkerError) -> String

    /// Says which files belong to an open image; nil where it is the only one.
    ///
    /// - Throws: `WorkerError.refused` when the image cannot be read.
    func fileSet(_ image: Int32, name: String) async throws(WorkerError) -> ImageFileSet?

    /// The same, where the image refers to `companion` for its description, which is open too.
    func fileSet(
        _ image: Int32,
        name: String,
        companion: (file: Int32, name: String)
    ) async throws(WorkerError) -> ImageFileSet?

    /// Shows that a classifier runs, on a built-in image.
    func probe(_ classifier: ClassifierReference) async throws(WorkerError)

    /// Has everything ready that an image needs beside its classifier; what cannot be is said by the first image.
    func warmUp() async
}

extension ImageSegmenting {
    /// Nothing has to be made ready.
    package func warmUp() async {}
}
