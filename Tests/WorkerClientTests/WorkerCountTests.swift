import Foundation
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("How many workers there are, and what memory they have")
struct WorkerCountTests {
    private static func count(
        _ kind: String,
        devices: Int? = 1,
        asked: Int? = nil,
        threads: Int? = nil,
        processors: Int,
        gigabytes: Int = 100
    ) -> Int {
        let report = EngineReport(Engine(device: "x", kind: kind), warnings: [], devices: devices)
        return WorkerCount(asked: asked, threads: threads, processors: processors, memory: gigabytes << 30).count(
            report
        )
    }

    @Test("one for each GPU; on a CPU two to four, as its processors and the memory are; what is asked for always")
    func counts() {
        #expect(Self.count("gpu", devices: 3, processors: 2) == 3)
        #expect(Self.count("gpu", devices: nil, processors: 16) == 1)
        #expect([1, 2, 8, 12, 64].map { Self.count("cpu", processors: $0) } == [1, 2, 2, 3, 4])
        #expect(Self.count("cpu", processors: 64, gigabytes: 9) == 2)
        #expect(Self.count("cpu", processors: 64, gigabytes: 3) == 1)
        #expect(Self.count("cpu", threads: 2, processors: 64) == 1)
        #expect(Self.count("cpu", asked: 7, threads: 2, processors: 2, gigabytes: 1) == 7)
        #expect(Self.count("gpu", devices: 3, asked: 1, processors: 2) == 1)
    }

    @Test("the limits of all control groups above a process count, in both versions of them")
    func memory() throws {
        let root = try TemporaryFolder()
        let files = [
            "proc/meminfo": "MemTotal:       16000 kB\nMemFree:  1 kB\n",
            "proc/self/cgroup": "4:cpuset,memory:/job\n0::/system.slice/segmentd.service\n",
            "sys/fs/cgroup/system.slice/memory.max": "9000000\n",
            "sys/fs/cgroup/system.slice/segmentd.service/memory.max": "max\n",
            "sys/fs/cgroup/system.slice/segmentd.service/memory.high": "8000000\n",
            "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "7000000\n",
        ]
        for (name, text) in files {
            let folder = root.url.appending(path: name).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try root.write(Array(text.utf8), to: name)
        }
        #expect(MemoryShare.limits(root: root.path).sorted() == [7_000_000, 8_000_000, 9_000_000, 16_384_000])
        #expect(MemoryShare.bytes(ofWorkers: 1) > 256 << 20)
        #expect(MemoryShare.bytes(ofWorkers: 2) == MemoryShare.bytes(ofWorkers: 1) / 2)
    }
}
