import ServiceLifecycle
package import Settings
import SystemdSupport
import WorkerProtocol

/// Writes the figures of the daemon again and again; one that cannot write them says so, and goes on.
package struct MetricsService: Service {
    private static let subject = "metrics"

    private let every: Duration
    private let file: MetricsFile
    private let daemon: DaemonControls
    private let tally: MetricsTally
    private let disks = DiskFigures()

    /// A service that writes what `tally` counted and what `daemon` shows.
    package init(_ settings: MetricsSettings, _ daemon: DaemonControls, tally: MetricsTally) {
        every = settings.every
        file = MetricsFile(settings.file)
        self.daemon = daemon
        self.tally = tally
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    for folder in daemon.folders.settings where disks.begin(folder.path) {
                        group.addTask {
                            let probe = FolderProbe(folder, places: daemon.processor.places)
                            disks.end(folder.path, await probe.diskFigures())
                        }
                    }
                    await write(isUp: true)
                    try? await Task.sleep(for: every)
                }
            }
        }
        // Whoever stopped us need not wonder for how long the figures are old.
        await write(isUp: false)
    }

    private func write(isUp: Bool) async {
        let text = MetricsReport(daemon, tally.counts, disks, isUp: isUp).text
        do throws(Failure) {
            try await file.write(text)
            daemon.status.trouble(nil, with: Self.subject)
        } catch {
            daemon.status.trouble("\(error.message); \(error.remedy)", with: Self.subject, kind: .metrics)
        }
        daemon.status.publish()
    }
}
