import Files
import Glibc
import SystemPackage

/// Seconds since the computer was started, suspended or not: what times of messages are compared with.
enum Uptime {
    /// The seconds now.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Which start of the computer it was: after another one the seconds begin anew.
    static var boot: String {
        KeptFile.read("/proc/sys/kernel/random/boot_id", atMost: 64).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// The time of day, for people alone.
enum TimeOfDay {
    /// `2026-11-29 13:40:00 +0000`, by the local clock.
    static var words: String {
        var (now, day) = (time(nil), tm())
        localtime_r(&now, &day)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S %z", &day)
        return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
