import WorkerProtocol

extension DeviceReport {
    /// What a worker uses where nobody lives to tell of the devices.
    init(broken engine: EngineReport) {
        self.init(
            devices: [],
            chosen: engine.engine.device,
            chosenKind: engine.engine.kind,
            reasons: engine.warnings,
            isBroken: true
        )
    }
}

extension Failure {
    /// Nothing can be measured, since the OpenCL runtime ends every process that uses it; `notes` say what is known of why.
    static func runtimeEnds(_ notes: [String]) -> Failure {
        Failure(
            kind: Failure.deviceFailed,
            message: notes.dropLast().joined(separator: "; "),
            remedy: "mend that, or measure the host with --device host"
        )
    }
}
