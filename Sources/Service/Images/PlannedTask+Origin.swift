import Results
import Settings
import SystemPackage
import WorkerProtocol

extension PlannedTask {
    /// A summary with what it tells of where its files are, of who made them, and of how they are made again.
    func told(_ summary: Summary) -> Summary {
        var summary = summary
        summary.setResultsFolder(task.folder.outputFolder(forImage: task.image.path).path)
        summary.processed = Summary.Processing(
            start: begunTime,
            end: .now,
            host: origin.host,
            service: origin.service
        )
        summary.groups = groups?.groups.byName
        summary.warnings += groups?.warnings ?? []
        summary.reproduce = ReproducingCommand(self).text
        return summary
    }
}
