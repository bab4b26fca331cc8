/// Measures wall time and CPU time from its making on.
struct Stopwatch {
    private let begin = ContinuousClock.now
    private let cpu = ProcessUsage.cpuMilliseconds

    /// Wall time so far.
    var milliseconds: Double { (ContinuousClock.now - begin) / .milliseconds(1) }

    /// CPU time of this process and its ended children so far, in milliseconds.
    var cpuMilliseconds: Double { ProcessUsage.cpuMilliseconds - cpu }
}
