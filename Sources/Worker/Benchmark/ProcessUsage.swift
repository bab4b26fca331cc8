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
        // getrusage's maximum is inherited from whoever started the process.
        guard let file = fopen("/proc/self/status", "re") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return (Int(text.filter { $0 >= "0" && $0 <= "9" }) ?? 0) * 1024
        }
        return 0
    }

    private static func milliseconds(_ time: timeval) -> Double {
        Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
    }
}
