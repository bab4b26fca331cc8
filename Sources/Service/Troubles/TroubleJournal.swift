import Files
package import Logging
import SystemdSupport

/// Says in the journal, once each, that a trouble has begun and that it is over; and once a day that it lasts.
package struct TroubleJournal: Sendable {
    private let log: Logger

    /// A journal in `log`.
    package init(_ log: Logger) {
        self.log = log
    }

    /// Says what happened, where that is news.
    package func say(_ change: TroubleBoard.Change) {
        let trouble = change.trouble
        guard let kind = trouble.kind else { return }
        var fields = trouble.fields
        fields["subject"] = "\(trouble.name)"
        if let folder = trouble.folder { fields["folder"] = .bytes(folder.bytes) }
        if trouble.images > 0 { fields["images"] = "\(trouble.images)" }
        switch change.step {
        case .changed: return
        case .begun: log.event(kind.beginning, "\(trouble.message ?? trouble.words)", fields)
        case .lasting:
            log.event(kind.beginning, "for \(Age(change.age)) now: \(trouble.message ?? trouble.words)", fields)
        case .over:
            fields["lasted_ms"] = .milliseconds(change.age / .milliseconds(1))
            let late = trouble.images > 0 ? "; \(Self.late(trouble.images))" : ""
            log.event(kind.end, "over after \(Age(change.age)): \(trouble.headline)\(late)", fields)
        }
    }

    private static func late(_ images: Int) -> String {
        images == 1 ? "1 image waited and is done late" : "\(images) images waited and are done late"
    }
}
