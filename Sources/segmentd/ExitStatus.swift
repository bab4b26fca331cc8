import ArgumentParser

/// Exit statuses beyond 0 and 1, from sysexits(3), so that systemd and scripts can tell them apart.
extension ExitCode {
    /// EX_CONFIG: the configuration has problems.
    static let configuration = ExitCode(78)
    /// What a shell gives for a program that ended by Ctrl-C.
    static let interrupted = ExitCode(130)
    /// EX_UNAVAILABLE: something the program needs is not there.
    static let unavailable = ExitCode(69)
}
