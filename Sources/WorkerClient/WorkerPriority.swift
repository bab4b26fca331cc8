import CLinux
import Glibc

/// How a worker process stands behind others on processors and disks.
package enum WorkerPriority: Sendable, Hashable {
    /// As the daemon itself.
    case normal
    /// Behind the daemon and its other workers: what it does may take longer, and must hold up no image.
    case low

    /// How many steps of niceness it stands behind.
    private static let steps: Int32 = 5

    /// Lowers a process that was just started; its threads, which come later, have what it has. Where the system does not
    /// allow it, it stays as it is.
    func apply(to process: pid_t) {
        guard self == .low else { return }
        clinux_lower_priority(process, Self.steps)
    }
}
