import Concurrency

/// Asks systemd on a thread of its own: it may take its time.
package actor ServiceJudgement {
    private let executor = QueueExecutor(label: "segmentd.systemctl")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A new one.
    package init() {}

    /// What is in force for a service.
    package func protection(of service: InstalledService) -> UnitProtection { .inForce(for: service) }
}
