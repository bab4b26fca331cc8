import Imaging
import Segmentation

/// What the worker answers; one JSON object a line.
package enum WorkerReply: Sendable, Codable {
    /// `kernelsFailed`: kernels from the cache gave errors or wrong results.
    case started(EngineFacts, kernelsFailed: Bool)
    /// What there is to compute with.
    case devices(DeviceReport)
    case loaded
    case unloaded
    case probed
    /// Still at work; sent about once a strip.
    case beat
    /// The process runs; sent every second by a thread of its own, whatever is being computed.
    case alive
    /// How much there is to do, sent when it is known or changes.
    case atWork(Workload)
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

/// How much an image has to be worked on.
package struct Workload: Sendable, Codable, Equatable {
    /// Pixels of all planes and channels.
    package var pixels: Int
    /// Whether the host computes, for whatever reason; it takes a hundred times as long.
    package var usesHost: Bool
}

extension Workload {
    /// The work on an image of `layout`.
    init(_ layout: ImageLayout, usesHost: Bool) {
        let shape = layout.shape
        self.init(pixels: shape.frames * shape.slices * shape.channels * shape.size.pixelCount, usesHost: usesHost)
    }
}
