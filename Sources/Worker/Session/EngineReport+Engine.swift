package import Segmentation
package import WorkerProtocol

extension EngineReport {
    /// What there is to say of a running engine.
    package init(_ engine: SegmentationEngine) {
        self.init(
            Engine(device: engine.deviceName, kind: engine.deviceKind),
            warnings: engine.warnings,
            devices: engine.peerCount
        )
    }
}

extension DeviceReport {
    /// What the engine of a worker uses, beside everything else there is.
    init(_ engine: SegmentationEngine) {
        self.init(
            devices: (try? SegmentationEngine.survey()) ?? [],
            chosen: engine.deviceName,
            chosenKind: engine.deviceKind,
            reasons: [engine.reason] + engine.warnings
        )
    }
}
