import Files

/// Images of one folder that failed and were not told of yet, and whether it is owed to say that they succeed again.
struct FailureNews: Sendable, Codable {
    /// A reason, and how many images failed for it.
    struct Tally: Sendable, Codable, Equatable {
        var reason: HeardEvent.Reason
        var count: Int
    }

    /// So many paths are given as examples.
    static let exampleCount = 3
    private static let mostReasons = 20
    /// Of so many images it is remembered that they failed.
    private static let mostRemembered = 10_000

    private var pace = NewsPace()
    private var count = 0
    private var since = 0.0
    private var latest = 0.0
    private var reasons: [Tally] = []
    private var examples: [String] = []
    /// Images that failed and were not done since, by a hash of their paths.
    private var failed: Set<UInt64> = []
    private var doneSince = 0
    private var repaired = 0
    private var owesAllClear = false

    mutating func fail(_ image: PathText?, _ reason: HeardEvent.Reason, at now: Double, _ timing: NewsTiming) {
        if count == 0 {
            pace.rest(at: now, timing)
            since = now
        }
        count += 1
        latest = now
        doneSince = 0
        if let place = reasons.firstIndex(where: { $0.reason.kind == reason.kind && $0.reason.remedy == reason.remedy })
        {
            reasons[place].count += 1
        } else if reasons.count < Self.mostReasons {
            reasons.append(Tally(reason: reason, count: 1))
        }
        guard let image else { return }
        if examples.count < Self.exampleCount { examples.append(image.path.readable) }
        if failed.count < Self.mostRemembered { failed.insert(Self.hash(image.path.bytes)) }
    }

    mutating func succeed(_ image: PathText?) {
        // Nothing is kept of a folder in which nothing failed.
        guard count > 0 || owesAllClear || !failed.isEmpty else { return }
        doneSince += 1
        if let image, failed.remove(Self.hash(image.path.bytes)) != nil { repaired += 1 }
    }

    /// What is due of the folder now.
    ///
    /// - Parameter isAsked: whether a message goes out anyway, with which all that was collected may go.
    mutating func tell(_ folder: String, at now: Double, _ timing: NewsTiming, isAsked: Bool) -> News? {
        if count > 0 {
            guard now >= pace.due(since: since, latest: latest, timing) || isAsked && now >= since + timing.first else {
                return nil
            }
            let sorted = reasons.sorted { ($1.count, $0.reason.kind) < ($0.count, $1.reason.kind) }
            let news = News.failures(
                News.Failures(
                    folder: folder,
                    count: count,
                    reasons: sorted,
                    examples: examples,
                    others: count - reasons.reduce(0) { $0 + $1.count },
                    doneSince: doneSince
                )
            )
            owesAllClear = doneSince == 0
            (count, reasons, examples) = (0, [], [])
            pace.tell(at: now)
            return news
        }
        guard owesAllClear && doneSince > 0 || repaired > 0, now >= latest + timing.after,
            now >= (pace.last ?? latest) + timing.after || isAsked
        else { return nil }
        let news = News.succeeding(folder: folder, done: doneSince, repaired: repaired, left: failed.count)
        (owesAllClear, repaired) = (false, 0)
        pace.tell(at: now)
        return news
    }

    mutating func shift(by offset: Double) {
        pace.shift(by: offset)
        since += offset
        latest += offset
    }

    /// FNV-1a with 64 bits: the same in each run of the program, which Swift's own hash is not.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Doubtful images of one folder that were not told of yet. They are done, so they wait for a quiet moment.
struct DoubtNews: Sendable, Codable {
    private var pace = NewsPace()
    private var count = 0
    private var since = 0.0
    private var flags: [String: Int] = [:]
    private var examples: [String] = []

    mutating func flag(_ image: PathText?, _ found: [String], at now: Double, _ timing: NewsTiming) {
        if count == 0 {
            pace.rest(at: now, timing)
            since = now
        }
        count += 1
        for flag in found { flags[flag, default: 0] += 1 }
        if let image, examples.count < FailureNews.exampleCount { examples.append(image.path.readable) }
    }

    mutating func tell(_ folder: String, at now: Double, _ timing: NewsTiming, isAsked: Bool) -> News? {
        let due = max(since + timing.after, pace.due(since: since, timing))
        guard count > 0, now >= due || isAsked else { return nil }
        defer {
            (count, flags, examples) = (0, [:], [])
            pace.tell(at: now)
        }
        return .flagged(folder: folder, count: count, flags: flags, examples: examples)
    }

    mutating func shift(by offset: Double) {
        pace.shift(by: offset)
        since += offset
    }
}
