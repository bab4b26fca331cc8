import Logging
import SystemdSupport
import WorkerProtocol

/// What STATUS and the journal say of workers, and at the end of the service.
extension ServiceStatus {
    /// The first worker has started, of so many.
    func started(_ report: EngineReport, workers count: Int, log: Logger) {
        let (engine, workers) = (report.engine, count == 1 ? "1 worker" : "\(count) workers")
        let fields: Logger.Metadata = ["device": "\(engine.device)", "kind": "\(engine.kind)", "workers": "\(count)"]
        log.event(.workerStarted, "computing on \(engine.device) (\(engine.kind)), \(workers)", fields)
        for warning in report.warnings {
            log.event(
                warning.hasPrefix("the kernel cache ") ? .kernelCacheReplaced : .deviceWarning,
                "\(warning)",
                fields
            )
        }
        // The last of them says only that the host computes.
        computes(on: engine.kind, because: report.warnings.count > 1 ? report.warnings[0] : "no OpenCL device is found")
        device("\(engine.device) (\(engine.kind))")
    }

    /// The service has stopped: what it did since its start.
    func tellOfStop(_ log: Logger) {
        let (done, failed, waiting, time) = (counts.done, counts.failed, queue.count, flow.uptime)
        log.event(
            .stopped,
            "stopped: \(done) done, \(failed) failed, \(waiting) waiting, in \(Age(time))",
            [
                "done": "\(done)", "failed": "\(failed)", "waiting": "\(waiting)",
                "uptime_ms": .milliseconds(time / .milliseconds(1)),
            ]
        )
    }
}
