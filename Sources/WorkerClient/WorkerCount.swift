package import WorkerProtocol

/// How many workers there are: as many as are asked for, else as suit the device, the processors and the memory.
package struct WorkerCount: Sendable {
    /// The most that may be asked for.
    package static let most = 64
    /// A worker should have so much memory; an image of 20,000 x 20,000 pixels needs it.
    private static let memory = 4 << 30

    private let asked: Int?
    private let threads: Int?
    private let processors: Int
    private let memory: Int

    /// A count of `asked` workers, or of what suits: `threads` are the most that a CPU may use.
    package init(asked: Int?, threads: Int?) {
        self.init(asked: asked, threads: threads, processors: Processors.count, memory: MemoryShare.bytes(ofWorkers: 1))
    }

    /// The same on a computer with so many processors and bytes for workers.
    package init(asked: Int?, threads: Int?, processors: Int, memory: Int) {
        (self.asked, self.threads, self.processors, self.memory) = (asked, threads, processors, memory)
    }

    /// The count before the device is known.
    package var beforeStart: Int { asked ?? onCPU }

    /// `count` workers, or one where files of `bytes` may hold images that need more than a worker's share of the memory.
    ///
    /// An image takes up to 16 times its pixels: 16 bits each, labels, runs, and the rows of its features; and compression
    /// makes of a file a quarter, seldom less.
    package func count(_ count: Int, ofImagesUpTo bytes: Int) -> Int {
        bytes > memory / max(1, count) / 64 ? 1 : count
    }

    /// The count with what the first worker says of its device: one for each GPU.
    package func count(_ report: EngineReport) -> Int {
        asked ?? (report.engine.kind == "gpu" ? min(max(1, report.devices ?? 1), Self.most) : onCPU)
    }

    /// On a CPU each image is computed by all processors, but small ones are waited for: for files, for launches and for the
    /// slowest thread. With two workers on two processors, 1.5 times as many images of 256 x 256 are done. Who leaves
    /// processors to others by `threads` wants no more of them used.
    private var onCPU: Int {
        guard threads == nil, processors > 1 else { return 1 }
        return max(1, min(max(2, processors / 4), 4, memory / Self.memory))
    }
}
