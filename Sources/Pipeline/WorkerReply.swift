import Segmentation

/// What the worker answers; one JSON object a line.
package enum WorkerReply: Sendable, Codable {
    case started(EngineFacts)
    case loaded
    case unloaded
    case probed
    /// Still at work; sent about once a strip.
    case beat
    case finished(JobReport)
    case failed(ImageFailure)
}

/// The engine a worker computes with, as summaries name it.
package struct EngineFacts: Sendable, Codable, Equatable {
    package var deviceName: String
    /// `gpu`, `cpu` or `host`.
    package var deviceKind: String
    package var warnings: [String]
}

extension EngineFacts {
    /// The facts of a running engine.
    init(_ engine: SegmentationEngine) {
        self.init(deviceName: engine.deviceName, deviceKind: engine.deviceKind, warnings: engine.warnings)
    }
}
