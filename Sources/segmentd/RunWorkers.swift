import Devices
import Files
import Settings
import Synchronization
import SystemPackage
import WorkerClient
import WorkerProtocol

/// The workers of a run: one to begin with, and where there is enough to do, as many as the daemon would have.
struct RunWorkers: Sendable {
    /// The one that begins.
    let first: WorkerConnection

    private let device: DeviceSelection?
    private let limits: ImageLimits
    private let kernelCache: FilePath
    private let planned: WorkerCount
    /// How many share the memory.
    private let most: Int
    private let started: StartedWorkers

    /// Workers for `images`, on the device of the settings; a single one where an image may need the memory of all.
    init(_ settings: Settings?, kernelCache: FilePath, images: [FilePath], started: StartedWorkers) {
        device = settings?.device
        limits = settings?.limits ?? ImageLimits()
        self.kernelCache = kernelCache
        planned = WorkerCount(asked: settings?.workers, threads: settings?.device?.threads)
        let sizes = images.compactMap { try? FileCalls().state(at: $0, followingLink: true).identity.size }
        most = planned.count(planned.beforeStart, ofImagesUpTo: Int(sizes.max() ?? 0))
        first = WorkerConnection(device: device, kernelCache: kernelCache, workers: most, limits: limits)
        self.started = started
        started.add(first)
    }

    /// A single worker, which is a thread of this process that runs `body` with its end of a socket.
    init(
        inProcess settings: Settings?,
        kernelCache: FilePath,
        started: StartedWorkers,
        body: @escaping @Sendable (Int32) -> Void
    ) {
        (device, self.kernelCache) = (settings?.device, kernelCache)
        limits = settings?.limits ?? ImageLimits()
        (planned, most) = (WorkerCount(asked: 1, threads: nil), 1)
        first = WorkerConnection(.thread(body), device: device, kernelCache: kernelCache, limits: limits)
        self.started = started
        started.add(first)
    }

    /// Those that work beside the first, whose device decides how many they are.
    func others() async -> [any ImageSegmenting] {
        guard most > 1, let report = try? await first.start() else { return [] }
        return (1..<max(1, min(most, planned.count(report)))).map { number in
            var device = device ?? DeviceSelection()
            device.place = number
            let worker = WorkerConnection(device: device, kernelCache: kernelCache, workers: most, limits: limits)
            started.add(worker)
            return worker
        }
    }
}

/// All workers of a run, for whoever has to stop them.
final class StartedWorkers: Sendable {
    private struct State {
        var workers: [WorkerConnection] = []
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Adds a worker; one that comes after the stop is stopped at once.
    func add(_ worker: WorkerConnection) {
        state.withLock {
            $0.workers.append(worker)
            if $0.isStopping { worker.stopSoon() }
        }
    }

    /// Has each of them give up its image soon.
    func stopSoon() {
        state.withLock {
            $0.isStopping = true
            for worker in $0.workers { worker.stopSoon() }
        }
    }
}
