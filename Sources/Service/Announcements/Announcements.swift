import FoundationEssentials
import Synchronization
import SystemPackage

/// Tells those who listen what happens, at once and without ever waiting for one of them.
package final class Announcements: Sendable {
    /// So many may listen at once.
    static let mostListeners = 32
    /// How soon a trouble that is there is told again in other words: the number of images that wait changes with each.
    fileprivate static let pause: Duration = .seconds(10)

    /// A trouble that is there.
    fileprivate struct Trouble {
        let subject: TroubleSubject
        var words: String
        /// What the listeners know of it.
        var told: String
        var tellAgain: ContinuousClock.Instant
    }

    fileprivate struct State {
        var sequence = 0
        var listeners: [ObjectIdentifier: AnnouncementListener] = [:]
        /// By the subjects of `ServiceStatus`.
        var troubles: [String: Trouble] = [:]
    }

    private let folders: FoldersInForce
    private let observe: (@Sendable (Announcement) -> Void)?
    private let state = Mutex(State())

    /// A hub without listeners.
    ///
    /// - Parameters:
    ///   - folders: those that are watched.
    ///   - observe: hears everything within the process; it must return at once.
    package init(_ folders: FoldersInForce = FoldersInForce([]), observe: (@Sendable (Announcement) -> Void)? = nil) {
        self.folders = folders
        self.observe = observe
    }

    /// Tells everyone who wants to know.
    package func send(_ announcement: Announcement) {
        state.withLock { $0.tell(announcement) }
        observe?(announcement)
    }

    /// Something is wrong with what `ServiceStatus` calls `subject`; nil when it is well again.
    func trouble(_ words: String?, with subject: String) {
        let news = state.withLock { state -> Announcement? in
            let known = state.troubles[subject]
            guard words != known?.words else { return nil }
            let now = ContinuousClock.now
            if let words, let known, now < known.tellAgain {
                state.troubles[subject]?.words = words
                return nil
            }
            // It keeps the name that it had at its beginning, also where its folder has ended.
            let name = known?.subject ?? TroubleSubject(subject, folders: folders)
            state.troubles[subject] = words.map {
                Trouble(subject: name, words: $0, told: $0, tellAgain: now + Self.pause)
            }
            let news = Announcement.trouble(words, with: name)
            state.tell(news)
            return news
        }
        if let news { observe?(news) }
    }

    /// What is wrong now, by what it is about.
    var presentTroubles: [String: String] {
        state.withLock { state in
            Dictionary(
                state.troubles.values.map { ($0.subject.text, $0.words) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    /// A sign of life, and what was kept back of troubles that changed.
    package func beat() {
        state.withLock { state in
            for (subject, trouble) in state.troubles.sorted(by: { $0.key < $1.key }) where trouble.words != trouble.told
            {
                state.troubles[subject]?.told = trouble.words
                state.troubles[subject]?.tellAgain = .now + Self.pause
                state.tell(.trouble(trouble.words, with: trouble.subject))
            }
            state.post(Announcement(.beat))
        }
    }

    /// Somebody who listens from now on, and hears first what is wrong; nil where too many do.
    func listen(to kinds: Set<Announcement.Kind>, folder: FilePath? = nil) -> AnnouncementListener? {
        state.withLock { state in
            guard state.listeners.count < Self.mostListeners else { return nil }
            let listener = AnnouncementListener(kinds: kinds, folder: folder)
            for trouble in state.troubles.sorted(by: { $0.key < $1.key }).map(\.value) {
                let news = Announcement.trouble(trouble.words, with: trouble.subject)
                if listener.wants(news), let line = try? DaemonMessage.line(news) { listener.offer(line) }
            }
            state.listeners[ObjectIdentifier(listener)] = listener
            return listener
        }
    }

    /// Somebody listens no longer.
    func leave(_ listener: AnnouncementListener) {
        listener.close()
        state.withLock { $0.listeners[ObjectIdentifier(listener)] = nil }
    }
}

extension Announcements.State {
    /// Numbers and dates an announcement, and hands it to the listeners.
    fileprivate mutating func tell(_ announcement: Announcement) {
        sequence += 1
        guard !listeners.isEmpty else { return }
        var announcement = announcement
        announcement.sequence = sequence
        announcement.time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        post(announcement)
    }

    /// Hands an announcement to the listeners as it is.
    fileprivate func post(_ announcement: Announcement) {
        let listeners = listeners.values.filter { $0.wants(announcement) }
        guard !listeners.isEmpty, let line = try? DaemonMessage.line(announcement) else { return }
        for listener in listeners { listener.offer(line) }
    }
}
