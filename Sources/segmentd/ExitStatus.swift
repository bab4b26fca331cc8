import ArgumentParser
import Service
import WorkerProtocol

/// Exit statuses beyond 0 and 1, from sysexits(3), so that systemd and scripts can tell them apart.
extension ExitCode {
    /// EX_CONFIG: the configuration has problems.
    static let configuration = ExitCode(78)
    /// EX_UNAVAILABLE: something the program needs is not there.
    static let unavailable = ExitCode(69)
    /// EX_DATAERR: what a file holds cannot be used.
    static let dataError = ExitCode(65)
    /// EX_TEMPFAIL: the same call may succeed at another time.
    static let tryAgain = ExitCode(75)

    /// `run` was called wrongly, or with a configuration or recipe that cannot work; nothing was touched.
    static let refused = ExitCode(2)
    /// `run` found no usable OpenCL device.
    static let noDevice = ExitCode(3)

    /// What `run` ends with; nil when every image has a result.
    ///
    /// That the same call may succeed comes before images that failed for good: otherwise nobody would call again.
    ///
    /// - Parameters:
    ///   - left: how many images were not looked at, or not to the end.
    ///   - stop: what a stop asks for.
    ///   - hasEmpty: whether a folder that was named holds no image.
    static func ofRun(_ tally: BatchRun.Tally, left: Int, stop: ExitCode?, hasEmpty: Bool) -> ExitCode? {
        if left > 0, let stop { return stop }
        if tally.postponed > 0 { return .tryAgain }
        return tally.failed > 0 || hasEmpty ? .failure : nil
    }
}

extension ImageVerdict {
    /// What `inspect` ends with; nil for an image that is ready.
    var exitCode: ExitCode? {
        switch self {
        case .ready: nil
        case .wait: .tryAgain
        case .broken: .dataError
        }
    }
}
