/// Monotonic time and alarms; tests put a clock of their own in its place.
package protocol WatchClock: Sendable {
    /// Time since an arbitrary but fixed start.
    var now: Duration { get }

    /// A new alarm that calls `ring`, from any thread, when its time has come.
    func makeAlarm(_ ring: @escaping @Sendable () -> Void) -> any WatchAlarm
}

/// One alarm that can be set again and again.
package protocol WatchAlarm: Sendable {
    /// Rings once at `time`, or never where it is nil; forgets what was set before.
    func set(_ time: Duration?)

    /// Ends the alarm for good.
    func cancel()
}
