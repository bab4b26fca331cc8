package import OpenCLRuntime

/// What the daemon asks of the worker; one JSON object a line.
package enum WorkerRequest: Sendable, Codable {
    /// Choose a device, compile and self-test, or compute on the host; `notes` says what the user should know of why.
    /// Answered by `started`.
    case start(device: DeviceSelection?, usesHost: Bool = false, notes: [String] = [])
    /// Try every device of this computer. Answered by `devices`.
    case devices
    /// Parse the classifier whose file is the one descriptor sent along. Answered by `loaded`.
    case load(digest: String, name: String)
    /// Forget a classifier. Answered by `unloaded`.
    case unload(digest: String)
    /// Classify a built-in image with a loaded classifier. Answered by `probed`. A device that fails gives way to the
    /// next one if `givesWay`, else the request fails.
    case probe(digest: String, givesWay: Bool = true)
    /// Segment one image; descriptors as `SegmentationJob` says. Answered by beats, then `finished` or `failed`, or as
    /// `probe` when the device fails.
    case segment(SegmentationJob, givesWay: Bool = true)

    /// How many descriptors travel with the request.
    var descriptorCount: Int {
        switch self {
        case .start, .devices, .unload, .probe: 0
        case .load: 1
        case .segment(let job, _): 1 + job.outputs.count
        }
    }
}
