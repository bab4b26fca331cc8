package import OpenCLRuntime

/// What the daemon asks of the worker; one JSON object a line.
package enum WorkerRequest: Sendable, Codable {
    /// Choose a device, compile and self-test, or compute on the host; `notes` says what the user should know of why.
    /// Answered by `started`.
    case start(device: DeviceSelection?, usesHost: Bool = false, notes: [String] = [])
    /// Parse the classifier whose file is the one descriptor sent along. Answered by `loaded`.
    case load(digest: String, name: String)
    /// Forget a classifier. Answered by `unloaded`.
    case unload(digest: String)
    /// Classify a built-in image with a loaded classifier. Answered by `probed`.
    case probe(digest: String)
    /// Segment one image; descriptors as `SegmentationJob` says. Answered by beats, then `finished` or `failed`.
    case segment(SegmentationJob)

    /// How many descriptors travel with the request.
    var descriptorCount: Int {
        switch self {
        case .start, .unload, .probe: 0
        case .load: 1
        case .segment(let job): 1 + job.outputs.count
        }
    }
}
