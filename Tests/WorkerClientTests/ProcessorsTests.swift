import Foundation
import SystemPackage
import TestSupport
import Testing
import WorkerClient

@Suite("The processors that may be used")
struct ProcessorsTests {
    @Test("the affinity mask counts, and the quotas of all control groups above, in both versions of them, rounded up")
    func quotas() throws {
        let root = try TemporaryFolder()
        let files = [
            "proc/self/status": "Name:\tx\nCpus_allowed:\t00000001,000000f0\nCpus_allowed_list:\t4-7,32\n",
            "proc/self/cgroup": "4:cpu,cpuacct:/slurm/job\n3:cpuset:/other\n0::/a/b\n",
            "sys/fs/cgroup/a/cpu.max": "350000 100000\n",
            "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_quota_us": "50000\n",
            "sys/fs/cgroup/cpu,cpuacct/slurm/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/cpu,cpuacct/slurm/job/cpu.cfs_quota_us": "400000\n",
            "sys/fs/cgroup/cpu,cpuacct/slurm/job/cpu.cfs_period_us": "200000\n",
        ]
        for (name, text) in files {
            let folder = root.url.appending(path: name).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try root.write(Array(text.utf8), to: name)
        }
        #expect(Processors.limits(root: root.path).sorted() == [1, 2, 4, 5])
        #expect(Processors.limits(root: root.path.appending("nothing")) == [])
    }
}
