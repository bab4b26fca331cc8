import Files
package import Logging
import Results
package import Settings
package import SystemPackage
import SystemdSupport
import WorkerProtocol

/// Writes what came of each image into the log, for people and for queries.
package struct OutcomeReport: Sendable {
    let status: ServiceStatus?
    let log: Logger
    private let said = NewsFilter()
    private let flagged = FlagNews()

    /// A report into `log`, counted in `status`.
    package init(status: ServiceStatus?, log: Logger) {
        self.status = status
        self.log = log
    }

    /// Logs one outcome.
    package func log(_ outcome: ImageOutcome, image: FilePath, recipe: RecipeSettings, in folder: FolderSettings) {
        // Plain journalctl shows the message alone: whatever a person needs stands there too.
        let label = image.readable + (recipe.name.map { " (\($0))" } ?? "")
        var metadata: Logger.Metadata = ["image": .bytes(image.bytes)]
        if let name = recipe.name { metadata["recipe"] = "\(name)" }
        switch outcome {
        case .done(let summary):
            status?.count(failed: false)
            metadata["event"] = .event(.imageDone)
            metadata["objects"] = summary.totals.objects.map { "\($0)" }
            if let classifier = summary.classifier ?? summary.steps.compactMap(\.classifier).first {
                metadata["classifier"] = "\(classifier.sha256.prefix(12))"
                metadata["generation"] = "\(classifier.generation)"
            }
            let times = summary.timings
            let milliseconds = ((times.read + times.compute + times.write) * 10).rounded() / 10
            metadata["ms"] = "\(milliseconds)"
            let objects = summary.totals.objects.map { "\($0) objects, " } ?? ""
            log.info("\(label): \(objects)\(milliseconds) ms", metadata: metadata)
            // Each summary keeps its warnings; the log has one example of each.
            for warning in summary.warnings where said.isNew(warning) {
                log.notice("\(label): \(warning)", metadata: metadata)
            }
            logFlags(of: summary, label: label, in: folder, metadata)
        case .failed(let summary):
            status?.count(failed: true)
            metadata["event"] = .event(summary.error?.isLoss ?? false ? .imageParked : .imageFailed)
            metadata["error"] = "\(summary.error?.kind ?? "")"
            let error = summary.error.map { "\($0.message); \($0.remedy)" } ?? ""
            log.warning("\(label): no result: \(error)", metadata: metadata)
        case .postponed(let failure):
            metadata["error"] = "\(failure.kind)"
            // The same trouble comes back with every scan; it is news only once.
            let level: Logger.Level = said.isNew("\(label) \(failure.kind)") ? .warning : .debug
            log.log(level: level, "\(label): not now: \(failure.message); \(failure.remedy)", metadata: metadata)
        case .waitsForClassifier:
            metadata["classifier"] = "\(recipe.classifiers.map(\.readable).joined(separator: ", "))"
            log.debug("\(label): waits for a usable classifier", metadata: metadata)
        case .waitsForLabels(let path):
            log.debug("\(label): waits for its label image \(path.readable)", metadata: metadata)
        case .changed:
            log.info("\(label): changed while it was worked on; it is taken up again", metadata: metadata)
        case .unfinished:
            log.debug("\(label): is not finished; it is taken up again", metadata: metadata)
        case .later:
            log.debug("\(label): waits for its next attempt", metadata: metadata)
        case .upToDate:
            log.debug("\(label): done before", metadata: metadata)
        }
    }

    /// One line of all doubts about an image that are news; the summaries have them all.
    private func logFlags(of summary: Summary, label: String, in folder: FolderSettings, _ metadata: Logger.Metadata) {
        let news = flagged.news(of: summary, in: folder.path)
        guard !news.isEmpty else { return }
        let texts = news.map { flag, count in flag.message + (count > 1 ? " (\(count) such images so far)" : "") }
        var metadata = metadata
        metadata["event"] = .event(.imageFlagged)
        metadata["flags"] = .array(summary.flags.map { .string($0.kind) })
        log.notice("\(label): doubtful: \(texts.joined(separator: "; "))", metadata: metadata)
    }
}
