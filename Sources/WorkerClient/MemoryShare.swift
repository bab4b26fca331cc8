import Files
import Glibc
package import SystemPackage

/// How much memory workers may use: three quarters of what the computer, or the service's control group, has.
package enum MemoryShare {
    /// The bytes of each of so many workers.
    package static func bytes(ofWorkers count: Int) -> Int { total / 4 * 3 / max(1, count) }

    /// The memory of the computer, or less where a control group above this process has less.
    static let total = limits(root: "/").min() ?? Int.max

    /// Every limit there is, in bytes, as the files below `root` say.
    package static func limits(root: FilePath) -> [Int] {
        var limits: [Int] = []
        let memory = text(root.appending("proc/meminfo")).split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        if let kilobytes = memory?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) {
            limits.append(kilobytes << 10)
        }
        let groups = root.appending("sys/fs/cgroup")
        for line in text(root.appending("proc/self/cgroup")).split(separator: "\n") {
            // `0::/system.slice/segmentd.service`, or `9:memory:/…` in the first version.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let isFirst = fields[1].split(separator: ",").contains("memory")
            guard isFirst || fields[0] == "0" else { continue }
            let top = isFirst ? groups.appending("memory") : groups
            let names = isFirst ? ["memory.limit_in_bytes"] : ["memory.max", "memory.high"]
            var place = top.pushing(FilePath(String(fields[2].drop { $0 == "/" })))
            while place.starts(with: top) {
                limits += names.compactMap { Int(text(place.appending($0)).prefix { $0 != "\n" }) }
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
