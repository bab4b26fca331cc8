import Results
import Settings
import Synchronization
import SystemPackage
import WorkerProtocol

/// Judges images as they are done, and remembers them for those that come.
///
/// Images are compared with those of their `[[folder]]` that the same recipe and the same classifier were applied to:
/// after a swap the counts of before mean nothing.
final class QualityWatch: Sendable {
    /// With more folders, recipes and classifiers, all are forgotten.
    private static let mostMemories = 256

    private struct Subject: Hashable {
        let folder: FilePath
        let recipe: String
        let classifier: String
        let settings: String
    }

    private struct Memory {
        var recent = RecentImages()
        var charts = DoubtCharts()
    }

    private let memories = Mutex<[Subject: Memory]>([:])

    /// The summary with what is doubtful about the image.
    func judged(_ summary: Summary, _ quality: ImageQuality?, in folder: FolderSettings) -> Summary {
        var summary = summary
        let memory = memories.withLock { $0[Self.subject(summary, folder)] } ?? Memory()
        let judge = QualityJudge(folder.quality)
        summary.flags = judge.flags(of: Self.figures(summary, quality), among: memory.recent)
        var charts = memory.charts
        charts.add(quality?.doubt, isUsual: summary.flags.isEmpty)
        summary.flags += judge.drift(charts, quality?.doubt)
        return summary
    }

    /// Remembers an image whose results are there.
    func remember(_ summary: Summary, _ quality: ImageQuality?, in folder: FolderSettings) {
        let figures = Self.figures(summary, quality)
        let isUsual = summary.flags.allSatisfy { $0.kind == QualityJudge.driftKind }
        memories.withLock { memories in
            if memories.count >= Self.mostMemories { memories = [:] }
            let subject = Self.subject(summary, folder)
            memories[subject, default: Memory()].recent.add(figures)
            memories[subject, default: Memory()].charts.add(quality?.doubt, isUsual: isUsual)
        }
    }

    private static func figures(_ summary: Summary, _ quality: ImageQuality?) -> ImageFigures {
        let totals = summary.totals
        return ImageFigures(quality: quality, objects: totals.objects, foregroundShare: totals.foregroundShare)
    }

    private static func subject(_ summary: Summary, _ folder: FolderSettings) -> Subject {
        Subject(
            folder: folder.path,
            recipe: summary.recipe ?? "",
            classifier: summary.classifiersDigest,
            settings: summary.settings.digest
        )
    }
}
