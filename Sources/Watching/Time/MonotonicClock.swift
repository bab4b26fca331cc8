import CLinux
import Dispatch
import Glibc

/// The kernel's monotonic clock: jumps of the wall clock do not move it, and it stands still while the machine sleeps,
/// as the writers of images do.
package struct MonotonicClock: WatchClock {
    /// The one there is.
    package init() {}

    package var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    package func makeAlarm(_ ring: @escaping @Sendable () -> Void) -> any WatchAlarm {
        MonotonicAlarm(clock: self, ring: ring)
    }
}

/// A dispatch timer behind the alarm protocol.
private final class MonotonicAlarm: WatchAlarm, @unchecked Sendable {
    // Sendable: both properties are constants; `clock` has no state, and a dispatch source may be scheduled and
    // cancelled from any thread.
    private let clock: MonotonicClock
    private let timer: any DispatchSourceTimer

    init(clock: MonotonicClock, ring: @escaping @Sendable () -> Void) {
        self.clock = clock
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "segmentd.watching.alarm"))
        timer.setEventHandler(handler: ring)
        timer.schedule(deadline: .distantFuture)
        timer.resume()
    }

    deinit {
        timer.cancel()
    }

    func set(_ time: Duration?) {
        guard let time else {
            timer.schedule(deadline: .distantFuture)
            return
        }
        let wait = max(.zero, time - clock.now).components
        // A day at most: the loop that is woken sets the alarm again.
        let nanoseconds = min(wait.seconds, 86_400) * 1_000_000_000 + wait.attoseconds / 1_000_000_000
        timer.schedule(deadline: .now() + .nanoseconds(Int(nanoseconds)), leeway: .milliseconds(1))
    }

    func cancel() {
        timer.cancel()
    }
}
