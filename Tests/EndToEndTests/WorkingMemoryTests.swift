import Foundation
import TestSupport
import Testing

/// What `WorkingMemory` and the engine promise: the memory of one image serves the next.
@Suite("The worker's memory")
struct WorkingMemoryTests {
    @Test("an image takes few fresh pages of memory from the system after the first ones")
    func freshPages() throws {
        let home = try TemporaryFolder()
        // The label image alone has 4,096 pages of 4 KiB, and the pixels as many as the class map and the mask.
        let side = 2048
        let script = """
            import ctypes, numpy, os, resource, subprocess, sys, tifffile
            program, classifier, home, side = sys.argv[1:4] + [int(sys.argv[4])]
            # A second worker, which a longer run may start, would count with all that it takes to begin.
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            # A worker that outlives its run becomes a child of this process (PR_SET_CHILD_SUBREAPER), and is counted too.
            assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
            pixels = numpy.random.default_rng(1).integers(0, 4000, (side, side), numpy.uint16)
            sink = subprocess.DEVNULL
            def faults(images):
                folder = f"{home}/{images}"
                os.mkdir(folder)
                tifffile.imwrite(f"{folder}/0.tif", pixels)
                for number in range(1, images):
                    os.link(f"{folder}/0.tif", f"{folder}/{number}.tif")
                before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
                arguments = ["run", "--output", "labels", "--classifier", classifier, folder]
                subprocess.run([program] + arguments, check=True, stdout=sink, stderr=sink)
                try:
                    while True: os.waitpid(-1, 0)
                except ChildProcessError: pass
                return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before
            # The first one compiles the kernels.
            faults(1)
            print((faults(10) - faults(4)) // 6)
            """
        let environment = RunningDaemon.environment(home: home.url)
        let output = try GoldenArray.output(
            of: script,
            arguments: [
                RunningDaemon.program.path, AcquisitionFixtures.classifier("bright").path, home.url.path, "\(side)",
            ],
            environment: environment
        )
        let perImage = try #require(
            Int(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        )
        #expect(perImage < side * side * 4 / 4096 / 4, "\(perImage) pages an image")
    }
}
