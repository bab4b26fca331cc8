import CSystemd
import Glibc

/// Talks to the service manager that started this process; without one, every call does nothing.
///
/// The manager is found through `NOTIFY_SOCKET`, as sd_notify(3) says. The worker must not inherit that variable.
package struct ServiceManager: Sendable {
    /// The manager of this process, if there is one.
    package init() {}

    /// Whether a service manager is listening.
    package var isPresent: Bool { getenv("NOTIFY_SOCKET") != nil }

    /// How long the manager waits for a sign of life before it kills the service; nil when it does not watch.
    ///
    /// Call `beat()` at less than half of it.
    package var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }

    /// Start-up, or a reload, is complete.
    @discardableResult
    package func ready(status: String) -> Bool {
        send(["READY=1", Self.statusLine(status)])
    }

    /// The one line that `systemctl status` shows.
    @discardableResult
    package func status(_ status: String) -> Bool {
        send([Self.statusLine(status)])
    }

    /// The configuration is being read again; `ready(status:)` ends it.
    @discardableResult
    package func reloading(status: String) -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = now.tv_sec * 1_000_000 + now.tv_nsec / 1000
        // The time is for Type=notify-reload (systemd 253); older managers pass over it.
        return send(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)", Self.statusLine(status)])
    }

    /// The service is shutting down.
    @discardableResult
    package func stopping(status: String) -> Bool {
        send(["STOPPING=1", Self.statusLine(status)])
    }

    /// A sign of life for the watchdog.
    @discardableResult
    package func beat() -> Bool {
        send(["WATCHDOG=1"])
    }

    /// Asks for more time to start or stop, counted from now.
    @discardableResult
    package func extendTimeout(by duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        return send(["EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)"])
    }

    /// A status assignment; line breaks in it, from a file name, must not become assignments of their own.
    private static func statusLine(_ status: String) -> String {
        let scalars = status.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        return "STATUS=\(String(String.UnicodeScalarView(scalars)))"
    }

    private func send(_ assignments: [String]) -> Bool {
        sd_notify(0, assignments.joined(separator: "\n")) > 0
    }
}
