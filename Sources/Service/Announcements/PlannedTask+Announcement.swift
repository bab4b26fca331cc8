import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

extension PlannedTask {
    /// What listeners are told of a summary that has just come into place.
    func announcement(of summary: Summary, names: OutputNames) -> Announcement {
        var news = Announcement(summary.status == .done ? .imageDone : .imageFailed)
        let lag = task.isSuspect ? (ContinuousClock.now - task.lastChange) / .milliseconds(1) : nil
        // By the paths of the configuration, as the image is: where links lead is nobody's business.
        let place = task.folder.outputFolder(forImage: task.image.path).path
        news.folder = PathText(task.folder.path)
        news.image = PathText(task.image.path)
        news.recipe = summary.recipe
        news.objects = summary.totals.objects
        news.summary = PathText(place.appending(names.summary))
        if let classifier = summary.classifier ?? summary.steps.compactMap(\.classifier).first {
            news.classifier = String(classifier.sha256.prefix(12))
            news.generation = classifier.generation
        }
        let times = summary.timings
        news.milliseconds = Announcement.Milliseconds(
            waited: times.waited,
            read: times.read,
            compute: times.compute,
            write: times.write,
            lag: lag.map { ($0 * 1000).rounded() / 1000 }
        )
        if let error = summary.error {
            news.error = Announcement.Cause(kind: error.kind, message: error.message, remedy: error.remedy)
        } else {
            news.flags = summary.flags.map(\.kind)
            news.outputs = Dictionary(
                summary.outputs.map { ($0.kind.rawValue, PathText(place.appending(names[$0.kind]))) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return news
    }
}
