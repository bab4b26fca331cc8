import OpenCLRuntime

/// Measures the time of each stage by waiting until it is done, which costs time itself: only for benchmarks.
final class StageProfiler {
    private let queue: CommandQueue
    private var last = ContinuousClock.now
    /// The stages in the order in which they first came.
    private(set) var stages: [StageTime] = []

    init(queue: CommandQueue) {
        self.queue = queue
    }

    /// Forgets all stages; the first one begins now.
    func begin() {
        stages = []
        last = .now
    }

    /// Waits for all work and adds the time since the last stage to `name`.
    func end(_ name: String, bytes: Int) throws(OpenCLError) {
        try queue.finish()
        let now = ContinuousClock.now
        let milliseconds = (now - last) / .milliseconds(1)
        last = now
        if let index = stages.firstIndex(where: { $0.name == name }) {
            stages[index].milliseconds += milliseconds
            stages[index].bytes += bytes
        } else {
            stages.append(StageTime(name: name, milliseconds: milliseconds, bytes: bytes))
        }
    }
}
