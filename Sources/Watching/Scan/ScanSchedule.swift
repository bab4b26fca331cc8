/// When a root is scanned, and what for. Pure.
package struct ScanSchedule: Sendable {
    /// What asks for a scan, the weightier later.
    package enum Reason: Int, Sendable, Comparable {
        /// The timer.
        case timer
        /// Lost events.
        case overflow
        /// The consumer wants to see everything again.
        case requested
        /// Watching begins, or begins again.
        case arming

        package static func < (one: Reason, other: Reason) -> Bool { one.rawValue < other.rawValue }
    }

    /// The next scan that nobody has asked for.
    private var timer: Duration?
    /// A scan that is wanted, as soon as the running one has ended and the time has come.
    private var wanted: (reason: Reason, time: Duration)?
    /// How long the last scan took.
    private var lastDuration: Duration = .zero

    /// No scan yet.
    package init() {}

    /// When the next scan begins, unless one is running.
    package var next: Duration? { [timer, wanted?.time].compactMap(\.self).min() }

    /// Notes that a scan is wanted; of two reasons the weightier stays, of two times the earlier.
    package mutating func want(_ reason: Reason, at time: Duration) {
        if let known = wanted {
            wanted = (max(known.reason, reason), min(known.time, time))
        } else {
            wanted = (reason, time)
        }
    }

    /// Notes that events were lost; with a pause, so that a flood does not make scan upon scan.
    package mutating func wantAfterOverflow(at now: Duration, pause: Duration) {
        want(.overflow, at: now + max(pause, lastDuration))
    }

    /// Begins a scan that is wanted or due.
    ///
    /// - Returns: what for; nil where it is not time.
    package mutating func begin(at now: Duration) -> Reason? {
        let reason: Reason
        if let due = wanted, due.time <= now {
            reason = due.reason
            wanted = nil
        } else if let timer, timer <= now {
            reason = .timer
        } else {
            return nil
        }
        timer = nil
        return reason
    }

    /// Notes that a scan has ended at `now`; the next one comes after `interval`, and never takes more than a fifth of
    /// the time.
    package mutating func end(at now: Duration, took duration: Duration, interval: Duration) {
        lastDuration = duration
        timer = now + max(interval, duration * 4)
    }
}
