import Files
package import Settings

/// All that happened and is worth telling: folds happenings into the news of few messages.
///
/// A value without a clock: times are seconds that whoever asks tells, and only ever grow.
package struct NewsBook: Sendable, Codable {
    /// The subject of a daemon that does not answer.
    package static let daemon = "the daemon"
    /// Beyond that, further troubles are not told by themselves.
    private static let mostTroubles = 200

    private var failures: [String: FailureNews] = [:]
    private var flags: [String: DoubtNews] = [:]
    private var troubles: [String: TroubleNews] = [:]
    /// Happenings that came too fast to be heard.
    private var lost = 0
    /// When the daemon was last heard of; nil while it is stopped, or nothing was ever heard.
    private var lastSign: Double?
    private var hasStopped = false

    /// Nothing happened so far.
    package init() {}

    /// Takes in a line of the daemon.
    package mutating func hear(_ event: HeardEvent, at now: Double, _ timing: NewsTiming) {
        // One that stops finishes its images first, and tells of them: it has stopped all the same.
        if !hasStopped { lastSign = now }
        let folder = event.folder?.path.readable
        // Present troubles are sent first.
        if event.event != "trouble", event.event != "recovered" { dropUnconfirmed(at: now) }
        switch event.event {
        case "image_done":
            guard let folder else { return }
            failures[folder]?.succeed(event.image)
            if !event.flags.isEmpty {
                flags[folder, default: DoubtNews()].flag(event.image, event.flags, at: now, timing)
            }
        case "image_failed":
            guard let folder else { return }
            failures[folder, default: FailureNews()].fail(event.image, event.reason, at: now, timing)
        case "trouble":
            guard let subject = event.subject, let words = event.words else { return }
            let isOfClassifier = subject.hasPrefix("/") || subject == "configuration"
            come(subject, isOfClassifier ? .classifiers : .troubles, words, folder, at: now, timing)
        case "recovered":
            if let subject = event.subject { troubles[subject]?.go(at: now) }
        case "classifier", "configuration":
            let file = event.file?.path.readable ?? "configuration"
            if event.change == "refused" {
                let reason = event.reason
                let words = [reason.message, reason.remedy].filter { !$0.isEmpty }.joined(separator: "; ")
                come(file, .classifiers, "\(file) was refused; what was in force stays: \(words)", nil, at: now, timing)
            } else {
                troubles[file]?.go(at: now)
            }
        case "lost": lost += event.count
        case "stopping": (lastSign, hasStopped) = (nil, true)
        default: break
        }
    }

    /// The connection to the daemon was made: it tells its present troubles next.
    package mutating func connect(at now: Double) {
        (lastSign, hasStopped) = (now, false)
        for subject in troubles.keys where subject != Self.daemon { troubles[subject]?.doubt() }
    }

    /// The connection ended, or could not be made.
    package mutating func miss(at now: Double, _ timing: NewsTiming) {
        if lastSign == nil, !hasStopped { lastSign = now + timing.start - timing.silence }
    }

    /// What is due now, the bad news first; empty nearly always.
    package mutating func tell(
        about topics: Set<NotifyTopic>,
        at now: Double,
        _ timing: NewsTiming
    ) -> (news: [News], lost: Int) {
        watchDaemon(at: now, timing)
        var news = due(about: topics, at: now, timing, isAsked: false)
        guard !news.isEmpty else { return ([], 0) }
        news += due(about: topics, at: now, timing, isAsked: true)
        defer { lost = 0 }
        return (news.filter { !$0.isGood } + news.filter(\.isGood), lost)
    }

    private mutating func due(
        about topics: Set<NotifyTopic>,
        at now: Double,
        _ timing: NewsTiming,
        isAsked: Bool
    ) -> [News] {
        var news: [News] = []
        for subject in troubles.keys.sorted() {
            let found = troubles[subject]?.tell(
                subject,
                at: now,
                timing,
                isAsked: isAsked,
                reminds: !hasStopped
            )
            let topic = troubles[subject].flatMap { NotifyTopic(rawValue: $0.topic) } ?? .troubles
            if let found, topics.contains(topic) { news.append(found) }
            if troubles[subject]?.isForgotten(at: now, timing) == true { troubles[subject] = nil }
        }
        for folder in failures.keys.sorted() {
            let found = failures[folder]?.tell(folder, at: now, timing, isAsked: isAsked)
            if let found, topics.contains(.failures) { news.append(found) }
        }
        for folder in flags.keys.sorted() {
            let found = flags[folder]?.tell(folder, at: now, timing, isAsked: isAsked)
            if let found, topics.contains(.flags) { news.append(found) }
        }
        return news
    }

    private mutating func watchDaemon(at now: Double, _ timing: NewsTiming) {
        if let lastSign, now - lastSign >= timing.silence {
            come(Self.daemon, .troubles, "the daemon does not answer", nil, at: now, timing)
        } else {
            troubles[Self.daemon]?.go(at: now)
        }
    }

    private mutating func come(
        _ subject: String,
        _ topic: NotifyTopic,
        _ words: String,
        _ folder: String?,
        at now: Double,
        _ timing: NewsTiming
    ) {
        guard troubles[subject] != nil || troubles.count < Self.mostTroubles else { return }
        troubles[subject, default: TroubleNews(topic: topic.rawValue)].come(words, folder: folder, at: now, timing)
    }

    private mutating func dropUnconfirmed(at now: Double) {
        for (subject, trouble) in troubles where trouble.isUnconfirmed { troubles[subject]?.go(at: now) }
    }

    /// The same book by a clock that began anew, as it does when the computer starts.
    package mutating func shift(by offset: Double) {
        for key in failures.keys { failures[key]?.shift(by: offset) }
        for key in flags.keys { flags[key]?.shift(by: offset) }
        for key in troubles.keys { troubles[key]?.shift(by: offset) }
        lastSign = lastSign.map { $0 + offset }
    }
}
