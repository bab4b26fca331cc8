/// A trouble that is there or was: what was told of it, and how often it came since.
struct TroubleNews: Sendable, Codable {
    /// From so many times on, one that nobody was told of comes and goes rather than having been short.
    private static let flapping = 3

    /// What kind of trouble it is.
    let topic: String
    /// The watched folder that it concerns.
    private(set) var folder: String?
    private(set) var isPresent = false
    private var words = ""
    /// Since when it is as it is.
    private var since = 0.0
    private var isTold = false
    private var times = 0
    /// When it came for the first time since it was told of.
    private var began = 0.0
    private var pace = NewsPace()
    /// The daemon did not repeat it since the connection was made anew.
    private(set) var isUnconfirmed = false

    init(topic: String) { self.topic = topic }

    mutating func come(_ words: String, folder: String?, at now: Double, _ timing: NewsTiming) {
        isUnconfirmed = false
        self.words = words
        self.folder = folder ?? self.folder
        guard !isPresent else { return }
        pace.rest(at: now, timing)
        (isPresent, since) = (true, now)
        if times == 0 { began = now }
        times += 1
    }

    mutating func go(at now: Double) {
        isUnconfirmed = false
        guard isPresent else { return }
        (isPresent, since) = (false, now)
    }

    mutating func doubt() { isUnconfirmed = isPresent }

    /// Whether nothing is left to be told, or remembered for the pace of the next messages.
    func isForgotten(at now: Double, _ timing: NewsTiming) -> Bool {
        !isPresent && !isTold && now >= since + timing.hold && pace.isRested(at: now, timing)
    }

    /// What is due of it now; `isAsked` as for failures.
    ///
    /// - Parameter reminds: whether it is known to last, and so told again.
    mutating func tell(
        _ subject: String,
        at now: Double,
        _ timing: NewsTiming,
        isAsked: Bool,
        reminds: Bool
    ) -> News? {
        let news: News
        if isPresent, !isTold {
            guard now >= pace.due(since: since, timing) || isAsked && now >= since + timing.first else { return nil }
            news = .trouble(News.Trouble(subject: subject, folder: folder, words: words, times: times, lasts: nil))
        } else if isPresent {
            guard reminds, let last = pace.last, now >= last + timing.again else { return nil }
            news = .trouble(News.Trouble(subject: subject, folder: folder, words: words, times: 1, lasts: now - since))
        } else if isTold {
            guard now >= since + timing.after || isAsked && now >= since + timing.first else { return nil }
            news = .over(News.Trouble(subject: subject, folder: folder, words: words, times: times, lasts: nil))
        } else {
            guard times >= Self.flapping, now >= began + timing.after, now >= pace.due(since: began, timing) else {
                return nil
            }
            news = .flapping(News.Trouble(subject: subject, folder: folder, words: words, times: times, lasts: nil))
        }
        (isTold, times) = (isPresent, 0)
        pace.tell(at: now)
        return news
    }

    mutating func shift(by offset: Double) {
        pace.shift(by: offset)
        since += offset
        began += offset
    }
}
