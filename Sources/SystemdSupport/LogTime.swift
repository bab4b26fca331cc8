import Glibc

/// A moment as people read it: local time with its distance from UTC, to the millisecond.
package struct LogTime: Sendable, Hashable, CustomStringConvertible {
    /// For example `2026-11-29 14:05:09.123+01:00`.
    package let description: String

    /// The moment so many seconds and nanoseconds after the beginning of 1970 (UTC).
    package init(seconds: Int, nanoseconds: Int) {
        var moment = time_t(seconds)
        var local = tm()
        localtime_r(&moment, &local)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(local.tm_year + 1900)-\(two(Int(local.tm_mon) + 1))-\(two(Int(local.tm_mday)))"
        let clock = [local.tm_hour, local.tm_min, local.tm_sec].map { two(Int($0)) }.joined(separator: ":")
        let millisecond = nanoseconds / 1_000_000
        let offset = local.tm_gmtoff / 60
        let zone = "\(offset < 0 ? "-" : "+")\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
        description = "\(date) \(clock).\(millisecond < 100 ? "0" : "")\(two(millisecond))\(zone)"
    }

    /// This moment.
    package static var now: LogTime {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        return LogTime(seconds: clock.tv_sec, nanoseconds: clock.tv_nsec)
    }
}
