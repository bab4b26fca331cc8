/// Units of time as ImageJ and OME write them.
enum TimeUnit {
    /// Seconds in one `unit`, or nil for an unknown one.
    static func seconds(_ unit: String) -> Double? {
        switch unit.lowercased() {
        case "s", "sec", "second", "seconds": 1
        case "ms", "msec", "millisecond", "milliseconds": 1e-3
        case "µs", "μs", "us", "usec": 1e-6
        case "ns", "nsec": 1e-9
        case "min", "minute", "minutes": 60
        case "h", "hour", "hours": 3600
        case "d", "day", "days": 86_400
        default: nil
        }
    }
}
