import Glibc

/// What this process has used so far.
enum ProcessUsage {
    /// CPU time of all threads and of ended children (PoCL's linker), in milliseconds.
    static var cpuMilliseconds: Double {
        [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { total, who in
            var usage = rusage()
            getrusage(__rusage_who_t(who), &usage)
            return total + milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
        }
    }

    /// The most memory that was ever resident, in bytes.
    static var peakResidentBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }

    private static func milliseconds(_ time: timeval) -> Double {
        Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
    }
}
