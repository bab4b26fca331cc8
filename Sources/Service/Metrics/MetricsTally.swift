import Files
import FoundationEssentials
import Synchronization
import SystemPackage

/// What was announced since the start, counted: as many figures as the configuration has folders, recipes and classifiers.
package final class MetricsTally: Sendable {
    /// A recipe of a folder.
    struct Place: Sendable, Hashable {
        let folder: FilePath
        /// Empty for the only recipe of a folder.
        let recipe: String
    }

    /// What came of the images of a recipe.
    struct Images: Sendable {
        var done = 0
        var failed = 0
        /// By the kind of the doubt.
        var flagged: [String: Int] = [:]
        /// From reading to writing, in seconds.
        var processing = Histogram()
        /// From the last change of a live image to its summary, in seconds.
        var lag = Histogram()
        /// Seconds since 1970, by the clock of this machine.
        var lastSuccess: Double?
        /// Objects in the last image; nil where the recipe makes none.
        var objects: Int?
        /// So many of the last images had no objects.
        var withoutObjects = 0
    }

    /// Everything that is counted.
    struct Counts: Sendable {
        var images: [Place: Images] = [:]
        var rejections: [FilePath: Int] = [:]
        var refusedConfigurations = 0
    }

    private let state = Mutex(Counts())

    /// A tally without counts.
    package init() {}

    /// What was counted until now.
    var counts: Counts { state.withLock(\.self) }

    /// Counts an announcement.
    package func note(_ news: Announcement) {
        let now = Date.now.timeIntervalSince1970
        state.withLock { counts in
            switch (news.event, news.change) {
            case (.imageDone, _), (.imageFailed, _):
                guard let folder = news.folder?.path else { return }
                counts.images[Place(folder: folder, recipe: news.recipe ?? ""), default: Images()].note(news, at: now)
            case (.classifier, .refused): if let file = news.file?.path { counts.rejections[file, default: 0] += 1 }
            case (.configuration, .refused): counts.refusedConfigurations += 1
            default: break
            }
        }
    }
}

extension MetricsTally.Images {
    fileprivate mutating func note(_ news: Announcement, at now: Double) {
        if let lag = news.milliseconds?.lag { self.lag.add(lag / 1000) }
        guard news.event == .imageDone else {
            failed += 1
            return
        }
        done += 1
        lastSuccess = now
        for flag in news.flags ?? [] { flagged[flag, default: 0] += 1 }
        if let times = news.milliseconds { processing.add((times.read + times.compute + times.write) / 1000) }
        objects = news.objects
        if let count = news.objects { withoutObjects = count == 0 ? withoutObjects + 1 : 0 }
    }
}
