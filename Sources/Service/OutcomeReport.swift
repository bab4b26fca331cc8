package import Logging
import Pipeline
import Results
package import Settings
package import SystemPackage
import SystemdSupport

/// Writes what came of each image into the log, for people and for queries.
package struct OutcomeReport: Sendable {
    let status: ServiceStatus?
    let log: Logger

    /// A report into `log`, counted in `status`.
    package init(status: ServiceStatus?, log: Logger) {
        self.status = status
        self.log = log
    }

    /// Logs one outcome.
    package func log(_ outcome: ImageOutcome, image: FilePath, recipe: RecipeSettings) {
        var metadata: Logger.Metadata = ["image": .bytes(image.bytes)]
        if let name = recipe.name { metadata["recipe"] = "\(name)" }
        switch outcome {
        case .done(let summary):
            status?.count(failed: false)
            metadata["event"] = .event(.imageDone)
            metadata["objects"] = summary.totals.objects.map { "\($0)" }
            metadata["classifier"] = "\(summary.classifier.sha256.prefix(12))"
            metadata["generation"] = "\(summary.classifier.generation)"
            let times = summary.timings
            metadata["ms"] = "\(((times.read + times.compute + times.write) * 10).rounded() / 10)"
            log.info("done", metadata: metadata)
            for warning in summary.warnings { log.notice("\(warning)", metadata: ["image": .bytes(image.bytes)]) }
        case .failed(let summary):
            status?.count(failed: true)
            metadata["event"] = .event(.imageFailed)
            metadata["error"] = "\(summary.error?.kind ?? "")"
            log.warning("no result: \(summary.error?.message ?? ""); \(summary.error?.remedy ?? "")", metadata: metadata)
        case .postponed(let failure):
            metadata["error"] = "\(failure.kind)"
            log.warning("not now: \(failure.message); \(failure.remedy)", metadata: metadata)
        case .waitsForClassifier:
            metadata["classifier"] = "\(recipe.classifier)"
            log.debug("waits for a usable classifier", metadata: metadata)
        case .changed:
            log.info("changed while it was worked on; it is taken up again", metadata: metadata)
        case .upToDate:
            log.debug("done before", metadata: metadata)
        }
    }
}

extension FilePath {
    /// The path as the file system has it; it need not be UTF-8.
    var bytes: [UInt8] {
        withPlatformString { start in
            UnsafeBufferPointer(start: start, count: length).map { UInt8(bitPattern: $0) }
        }
    }
}
