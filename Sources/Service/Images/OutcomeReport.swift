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
        status?.forgetDoubts()
    }

    /// Logs one outcome.
    package func log(_ outcome: ImageOutcome, image: FilePath, recipe: RecipeSettings, in folder: FolderSettings) {
        // Plain journalctl shows the message alone: whatever a person needs stands there too.
        let label = RawText(image.bytes).description + (recipe.name.map { " (\($0))" } ?? "")
        var metadata: Logger.Metadata = ["image": .bytes(image.bytes)]
        metadata["folder"] = .bytes(folder.path.bytes)
        if let name = recipe.name { metadata["recipe"] = "\(name)" }
        switch outcome {
        case .done(let summary):
            status?.count(failed: false)
            metadata.merge(Self.fields(of: summary)) { $1 }
            let times = summary.timings
            let work = times.read + times.compute + times.write
            let objects = summary.totals.objects.map { $0 == 1 ? "1 object, " : "\($0) objects, " } ?? ""
            var done = metadata
            done["ms"] = .milliseconds(work)
            log.event(.imageDone, "\(label): \(objects)\((work * 10).rounded() / 10) ms", done)
            // Each summary keeps its warnings; the log has one example of each.
            for warning in summary.warnings where said.isNew(warning) {
                log.event(.imageWarning, "\(label): \(warning)", metadata)
            }
            let drift = summary.flags.first { $0.kind == QualityJudge.driftKind }
            status?.doubt(drift?.message, in: folder, recipe: summary.recipe)
            logFlags(of: summary, label: label, in: folder, metadata)
        case .failed(let summary):
            status?.count(failed: true)
            metadata.merge(Self.fields(of: summary)) { $1 }
            metadata["error"] = "\(summary.error?.kind ?? "")"
            let error = summary.error.map { "\($0.message); \($0.remedy)" } ?? ""
            let event: JournalEvent = summary.error?.isLoss ?? false ? .imageParked : .imageFailed
            log.event(event, "\(label): no result: \(error)", metadata)
        case .postponed(let failure):
            metadata["error"] = "\(failure.kind)"
            // The same trouble comes back with every scan; it is news only once. What passes by itself is told of as a
            // trouble of the folder, once for all its images.
            let isNews = said.isNew("\(label) \(failure.kind)")
            let level: Logger.Level = !isNews ? .debug : outcome.trouble == nil ? .warning : .info
            log.event(
                .imagePostponed,
                at: level,
                "\(label): not now: \(failure.message); \(failure.remedy)",
                metadata
            )
        case .waitsForClassifier:
            metadata["classifier"] = "\(recipe.classifiers.map(\.readable).joined(separator: ", "))"
            log.debug("\(label): waits for a usable classifier", metadata: metadata)
        case .waitsForLabels(let path):
            log.debug("\(label): waits for its label image \(path.readable)", metadata: metadata)
        case .partOfSet(let first):
            log.debug("\(label): part of \(first.readable)", metadata: metadata)
        case .waitsForSet(let wait):
            log.debug("\(label): waits: \(wait.words)", metadata: metadata)
        case .changed:
            log.event(.imageChanged, "\(label): changed while it was worked on; it is taken up again", metadata)
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
        var summary = summary
        // It is a trouble of the folder, and told as such; without a status it is told here.
        if status != nil { summary.flags.removeAll { $0.kind == QualityJudge.driftKind } }
        let news = flagged.news(of: summary, in: folder.path)
        guard !news.isEmpty else { return }
        let texts = news.map { flag, count in flag.message + (count > 1 ? " (\(count) such images so far)" : "") }
        log.event(.imageFlagged, "\(label): doubtful: \(texts.joined(separator: "; "))", metadata)
    }

    /// What the summary says, as fields: times in milliseconds, `wait` from the last change of the image to its work, `lag`
    /// to its end.
    private static func fields(of summary: Summary) -> Logger.Metadata {
        var fields: Logger.Metadata = [:]
        fields["objects"] = summary.totals.objects.map { "\($0)" }
        if let classifier = summary.classifier ?? summary.steps.compactMap(\.classifier).first {
            fields["classifier"] = "\(classifier.sha256.prefix(12))"
            fields["generation"] = "\(classifier.generation)"
        }
        let times = summary.timings
        fields["read_ms"] = .milliseconds(times.read)
        fields["compute_ms"] = .milliseconds(times.compute)
        fields["write_ms"] = .milliseconds(times.write)
        fields["wait_ms"] = .milliseconds(times.waited)
        fields["lag_ms"] = .milliseconds(times.waited + times.read + times.compute + times.write)
        fields["flags"] = summary.flags.isEmpty ? nil : .array(summary.flags.map { .string($0.kind) })
        return fields
    }
}
