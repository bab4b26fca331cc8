package import Devices
package import Imaging

/// What is asked of the worker; one JSON object a line.
package enum WorkerRequest: Sendable, Codable {
    /// Choose a device, compile and self-test, or compute on the host; `notes` says what the user should know of why, and
    /// `memory` how many bytes the worker may use from now on, `limits` which images are too large. Answered by `started`.
    case start(
        device: DeviceSelection?,
        usesHost: Bool = false,
        notes: [String] = [],
        memory: Int? = nil,
        limits: ImageLimits = ImageLimits()
    )
    /// Try every device of this computer. Answered by `devices`.
    case devices
    /// Say what the classifier is whose file is the one descriptor sent along. Answered by `described`.
    case describe(digest: String, name: String)
    /// Write what of the project file, the first descriptor sent along, decides pixels into the second. Answered by `extracted`.
    case extract(name: String)
    /// Hold the classifier whose file is the first descriptor sent along ready for images; where `hasSamples`, the file of
    /// samples that lies beside it comes behind. Answered by `loaded`.
    case load(digest: String, name: String, hasSamples: Bool = false)
    /// Forget a classifier. Answered by `unloaded`.
    case unload(digest: String)
    /// Classify a built-in image with a loaded classifier. Answered by `probed`. A device that fails gives way to the
    /// next one if `givesWay`, else the request fails.
    case probe(digest: String, givesWay: Bool = true)
    /// Segment one image; descriptors as `SegmentationJob` says. Answered by `finished` or `failed`, or as `probe` when
    /// the device fails.
    case segment(SegmentationJob, givesWay: Bool = true)
    /// Read the file that is the one descriptor sent along, from its first byte to its last. Answered by `digested`.
    case digest(name: String)
    /// Say in words what the image or classifier is that is the one descriptor sent along; where `decodes` says so, after
    /// every plane of an image was decoded. Where it is part of an image in several files, those that are there come behind
    /// it, called `others`. Answered by `inspected`.
    case inspect(
        name: String,
        axes: AxisChoice,
        decodes: Bool = false,
        limits: ImageLimits = ImageLimits(),
        others: [String]? = nil
    )
    /// Say which files belong to the image that is the descriptor sent along. Answered by `fileSet`.
    ///
    /// Where the answer names a companion, its descriptor and name are sent along the next time: only with them are all
    /// files of this image known.
    case fileSet(name: String, companion: String? = nil)
    /// Measure a classifier stage by stage; descriptors as `BenchmarkRequest` says. Answered by `measured`.
    case measure(BenchmarkRequest)
    /// Compare every group of kernels with the host. Answered by `selftested`.
    case selftest(SelftestRequest)
    /// Train a classifier; descriptors as `TrainingJob` says. Answered by `trained`.
    case train(TrainingJob)
    /// Compare a classifier's results with annotations; descriptors as `ValidationJob` says. Answered by `validated`.
    case validate(ValidationJob)
    /// Say what the forest of a file of samples, the one descriptor sent along, makes of its features. Answered by `suggested`.
    case suggest(SuggestionJob)
    /// Read the first plane of the label image that is the one descriptor sent along. Answered by `digested`: of the
    /// labels, row by row, as whole numbers of 32 bits, least byte first.
    case digestLabels(name: String)

    /// How many descriptors travel with the request.
    package var descriptorCount: Int {
        switch self {
        case .start, .devices, .unload, .probe, .selftest: 0
        case .extract: 2
        case .load(_, _, let hasSamples): hasSamples ? 2 : 1
        case .describe, .digest, .digestLabels, .suggest: 1
        case .inspect(_, _, _, _, let others): 1 + (others?.count ?? 0)
        case .fileSet(_, let companion): companion == nil ? 1 : 2
        case .segment(let job, _): job.inputCount + job.recipe.outputs.count
        case .measure(let request): request.descriptorCount
        case .train(let job): job.descriptorCount
        case .validate(let job): job.descriptorCount
        }
    }
}
