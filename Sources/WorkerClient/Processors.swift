import Files
import Glibc
package import SystemPackage

/// The processors that this process may use: those of its affinity mask (taskset, Slurm, cpusets), or fewer where a control
/// group above it has less time on them.
package enum Processors {
    /// How many there are, at least one.
    static let count = max(1, limits(root: "/").min() ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// What tells PoCL of it, which makes a thread for each processor of the computer otherwise; empty where it may, and
    /// where somebody has told it already.
    static var variables: [String: String] {
        let names = ["POCL_MAX_PTHREAD_COUNT", "POCL_CPU_MAX_CU_COUNT"]
        guard count < sysconf(Int32(_SC_NPROCESSORS_ONLN)), names.allSatisfy({ getenv($0) == nil }) else { return [:] }
        // The first up to PoCL 4, the second from PoCL 5 on.
        return Dictionary(uniqueKeysWithValues: names.map { ($0, "\(count)") })
    }

    /// The processors of the affinity mask, and the limits of control groups, rounded up, as the files below `root` say.
    package static func limits(root: FilePath) -> [Int] {
        let groups = root.appending("sys/fs/cgroup")
        var limits: [Int] = []
        // A mask in hexadecimal digits, with commas: `Cpus_allowed: 00000000,0000000f`.
        let status = text(root.appending("proc/self/status")).split(separator: "\n")
        if let mask = status.first(where: { $0.hasPrefix("Cpus_allowed:") }) {
            let digits = mask.drop { $0 != ":" }.compactMap(\.hexDigitValue)
            limits.append(max(1, digits.reduce(0) { $0 + $1.nonzeroBitCount }))
        }
        for line in text(root.appending("proc/self/cgroup")).split(separator: "\n") {
            // `0::/slurm/job_7`, or `4:cpu,cpuacct:/…` in the first version.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let isFirst = fields[1].split(separator: ",").contains("cpu")
            guard isFirst || fields[0] == "0" else { continue }
            let top = isFirst ? groups.appending(String(fields[1])) : groups
            var place = top.pushing(FilePath(String(fields[2].drop { $0 == "/" })))
            while place.starts(with: top) {
                // Microseconds of computing in each period; `max`, or -1, for as many as there are.
                let words =
                    isFirst
                    ? text(place.appending("cpu.cfs_quota_us")) + " " + text(place.appending("cpu.cfs_period_us"))
                    : text(place.appending("cpu.max"))
                let numbers = words.split { $0 == " " || $0 == "\n" }.map { Int($0) }
                if numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 {
                    limits.append((quota - 1) / period + 1)
                }
                guard place.removeLastComponent() else { break }
            }
        }
        return limits
    }

    private static func text(_ path: FilePath) -> String {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return "" }
        let bytes = try? file.closeAfter { try FileCalls().read(file.rawValue, first: 64 << 10) }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
