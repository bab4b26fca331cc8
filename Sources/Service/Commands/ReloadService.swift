import Logging
import ServiceLifecycle
import SystemdSupport
import UnixSignals

/// Takes SIGHUP, which is what `systemctl reload` sends, as the wish to look at everything again.
struct ReloadService: Service {
    let requests: ClassifierRequests
    let log: Logger

    func run() async throws {
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        for await _ in hangups.cancelOnGracefulShutdown() {
            log.event(.reloading, "reloading the configuration and all classifiers, and scanning all folders")
            requests.send(.reloadAll)
        }
    }
}
