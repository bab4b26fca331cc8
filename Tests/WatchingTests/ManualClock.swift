import Synchronization
import Watching

/// A clock that stands still until it is told to go on.
final class ManualClock: WatchClock {
    fileprivate struct Times {
        var now: Duration = .seconds(1_000)
        var alarms: [Int: (time: Duration?, ring: @Sendable () -> Void)] = [:]
    }

    fileprivate let times = Mutex(Times())

    var now: Duration { times.withLock { $0.now } }

    func makeAlarm(_ ring: @escaping @Sendable () -> Void) -> any WatchAlarm {
        let number = times.withLock { times in
            times.alarms[times.alarms.count] = (nil, ring)
            return times.alarms.count - 1
        }
        return ManualAlarm(clock: self, number: number)
    }

    /// Lets time pass, and rings the alarms that were set for it.
    func advance(by duration: Duration) {
        let rings = times.withLock { times in
            times.now += duration
            return times.alarms.values.filter { $0.time.map { $0 <= times.now } ?? false }.map(\.ring)
        }
        for ring in rings { ring() }
    }
}

private struct ManualAlarm: WatchAlarm {
    let clock: ManualClock
    let number: Int

    func set(_ time: Duration?) {
        let ring = clock.times.withLock { times in
            times.alarms[number]?.time = time
            return (time.map { $0 <= times.now } ?? false) ? times.alarms[number]?.ring : nil
        }
        ring?()
    }

    func cancel() {
        clock.times.withLock { $0.alarms[number]?.time = nil }
    }
}
