import WorkerProtocol

/// The open files of a training, which stay the caller's, by what they are.
struct TrainingFiles {
    /// An annotated image.
    struct Image {
        var names: AnnotatedImage
        var image: Int32
        var annotation: Int32
        var labels: Int32?
    }

    private(set) var images: [Image] = []
    private(set) var tables: [(name: String, file: Int32)] = []
    /// Earlier samples.
    private(set) var earlier: Int32?
    /// The classifier in force.
    private(set) var inForce: Int32?
    /// To be written.
    let (classifier, samples): (Int32, Int32)

    /// The files of `job` among `descriptors`, in the order that it says.
    init(_ job: TrainingJob, _ descriptors: [Int32]) throws(Failure) {
        guard descriptors.count == job.descriptorCount else {
            throw .internalFault("a training of \(job.descriptorCount) files came with \(descriptors.count)")
        }
        var rest = descriptors[...]
        for names in job.images {
            var image = Image(names: names, image: rest.removeFirst(), annotation: rest.removeFirst())
            if names.labels != nil { image.labels = rest.removeFirst() }
            images.append(image)
        }
        tables = job.tables.map { ($0, rest.removeFirst()) }
        if job.continues { earlier = rest.removeFirst() }
        if job.comparesInForce { inForce = rest.removeFirst() }
        (classifier, samples) = (rest.removeFirst(), rest.removeFirst())
    }
}
