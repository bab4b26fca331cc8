package import Settings

/// When news may be told; all times in seconds.
package struct NewsTiming: Sendable, Codable, Equatable {
    /// How long the first news is held back, so that what comes with it is told with it.
    package var first = 10.0
    /// How long the daemon may be silent before it is said.
    package var silence = 30.0
    /// How long a daemon that was never heard may take to start.
    package var start = 300.0
    /// How long it must be quiet before the rest is told, and well before that is.
    package var after: Double
    /// How often what lasts is told again; no pause is longer.
    package var again: Double

    /// The longest wait for a quiet moment, and the pause that later ones grow from.
    var hold: Double { min(12 * after, again) }

    /// The times of a configuration.
    package init(_ settings: NotifySettings = NotifySettings()) {
        after = settings.after / .seconds(1)
        again = max(settings.after, settings.again) / .seconds(1)
    }
}

/// How often one subject was told of lately, from which follows when it may be told of again.
///
/// The first news is told at once, the second when it has become quiet, and from then on the pauses double: whatever
/// comes and goes, and however long, makes fewer and fewer messages. After twice the pause without any it begins anew.
struct NewsPace: Sendable, Codable, Equatable {
    private(set) var count = 0
    private(set) var last: Double?

    /// The pause after the last message.
    private func pause(_ timing: NewsTiming) -> Double {
        var pause = timing.hold
        for _ in 2..<max(2, min(count, 64)) where pause < timing.again { pause *= 2 }
        return min(pause, timing.again)
    }

    /// When collected news is due that came first at `since` and last at `latest`.
    func due(since: Double, latest: Double, _ timing: NewsTiming) -> Double {
        guard let last, count > 0 else { return since + timing.first }
        let earliest = max(since + timing.first, last + pause(timing))
        return count == 1 ? min(max(latest, last) + timing.after, earliest) : earliest
    }

    /// When something that holds since `since` may be told.
    func due(since: Double, _ timing: NewsTiming) -> Double {
        guard let last, count > 0 else { return since + timing.first }
        return max(since + timing.first, last + pause(timing))
    }

    /// Whether so long nothing was told that the next news is like the first.
    func isRested(at now: Double, _ timing: NewsTiming) -> Bool {
        last.map { now - $0 >= 2 * pause(timing) } ?? true
    }

    /// Begins anew where nothing was told for long.
    mutating func rest(at now: Double, _ timing: NewsTiming) {
        if isRested(at: now, timing) { count = 0 }
    }

    /// Something is told now.
    mutating func tell(at now: Double) {
        count += 1
        last = now
    }

    /// Moves its times, of a clock that began anew.
    mutating func shift(by offset: Double) { last = last.map { $0 + offset } }
}
