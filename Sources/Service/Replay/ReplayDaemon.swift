import Files
package import Logging
package import Settings
import SystemPackage
package import WorkerProtocol

/// A daemon for one replay, in this process, with a state of its own that goes with it.
package struct ReplayDaemon: Sendable {
    private let daemon: Daemon
    private let home: FilePath
    private let socket: DaemonSocket

    /// A daemon on one folder; kernels that are compiled already are used.
    package init(
        _ folder: FolderSettings,
        device: Settings?,
        directories: ServiceDirectories,
        log: Logger
    ) throws(Failure) {
        do throws(Errno) { home = try FileCalls().makeTemporaryFolder(named: "segmentd-replay") } catch {
            throw .scratchUnwritable(error)
        }
        let own: ServiceDirectories
        do {
            own = try ServiceDirectories(
                environment: [
                    "STATE_DIRECTORY": home.string, "RUNTIME_DIRECTORY": home.string,
                    "CACHE_DIRECTORY": directories.cache.string,
                ]
            )
        } catch {
            throw .internalFault("\(error)")
        }
        socket = DaemonSocket(in: home)
        daemon = Daemon(settings: Settings(device: device?.device, folders: [folder]), directories: own, log: log)
    }

    /// Runs `body` while the daemon works, and ends it.
    package func working<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        defer {
            FileCalls().discardContents(of: home)
            _ = FileCalls().discard(home)
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await daemon.run()
                return nil
            }
            group.addTask {
                try await waitUntilReady()
                return try await body()
            }
            // A daemon that cannot start ends first, by its error.
            while let ended = try await group.next() {
                guard let result = ended else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }

    private func waitUntilReady() async throws {
        let caller = ReplayCaller()
        while true {
            try await Task.sleep(for: .milliseconds(100))
            if await caller.isReady(socket) { return }
        }
    }
}
