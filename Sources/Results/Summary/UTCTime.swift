import Glibc

/// A moment as files tell it: UTC by ISO 8601.
package struct UTCTime: Sendable, Hashable {
    /// Seconds since the beginning of 1970.
    package let seconds: Int64
    /// The part of a second, 0…999,999,999.
    package let nanoseconds: Int

    /// The moment so many seconds and nanoseconds after the beginning of 1970.
    package init(seconds: Int64, nanoseconds: Int) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// This moment.
    package static var now: UTCTime {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        return UTCTime(seconds: Int64(clock.tv_sec), nanoseconds: clock.tv_nsec)
    }

    /// `2026-11-21T09:30:00.123Z`.
    package var inMilliseconds: String { text(Int64(nanoseconds / 1_000_000), 3) }

    /// `2026-11-21T09:30:00.123456789Z`.
    package var inNanoseconds: String { text(Int64(nanoseconds), 9) }

    /// By the civil calendar (the days-from-civil algorithm of H. Hinnant).
    private func text(_ fraction: Int64, _ digits: Int) -> String {
        let (days, second) = seconds.floorDivided(by: 86_400)
        let (era, dayOfEra) = (days + 719_468).floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(date)T\(time).\(padded(fraction, digits))Z"
    }

    private func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, which is never negative.
    func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
