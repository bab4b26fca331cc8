import Files
import Settings
import SystemPackage
import WorkerProtocol

/// `events`: what happens from now on, a line each, until the asker closes; first what is wrong now.
enum TellEvents: DaemonCommand {
    static let name = "events"
    static let looksAtFiles = false

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> EventsAnswer {
        EventsAnswer(kinds: try kinds(of: request))
    }

    /// Somebody who listens as a request asks for.
    static func listener(
        _ request: DaemonRequest,
        _ daemon: DaemonControls
    ) throws(Failure) -> AnnouncementListener {
        let folder = try daemon.folder(of: request).flatMap { daemon.folders[$0]?.path }
        let kinds = Set(try kinds(of: request))
        if let listener = daemon.status.announcements.listen(to: kinds, folder: folder) { return listener }
        throw Failure(
            kind: Failure.busyKind,
            message: "\(Announcements.mostListeners) listen to the daemon's events already",
            remedy: "end one of them (`ss --unix --processes` names those who hold its socket), and ask again",
            isTransient: true
        )
    }

    private static func kinds(of request: DaemonRequest) throws(Failure) -> [Announcement.Kind] {
        guard let names = request.kinds else { return Announcement.Kind.allCases }
        var kinds: [Announcement.Kind] = []
        for name in names {
            guard let kind = Announcement.Kind(rawValue: name) else {
                let known = Announcement.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badRequest("it knows no events of the kind \"\(name)\"; it knows \(known)")
            }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }
}

/// The line before the first event.
package struct EventsAnswer: Codable, Sendable, Equatable {
    /// What is told of; `lost` comes in any case.
    package let kinds: [Announcement.Kind]
}
