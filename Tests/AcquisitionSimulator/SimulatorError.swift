import Glibc

/// What stops the simulator.
enum SimulatorError: Error, CustomStringConvertible {
    /// The command line is wrong; the text says how.
    case usage(String)
    /// A system call failed on a file.
    case system(call: String, path: String, code: Int32)
    /// A file does not hold what was expected.
    case malformed(path: String, what: String)

    /// The failure of `call` on `path` that `errno` tells.
    static func last(_ call: String, _ path: String) -> SimulatorError { .system(call: call, path: path, code: errno) }

    var description: String {
        switch self {
        case .usage(let problem): "\(problem)\n\n\(Arguments.usage)"
        case .system(let call, let path, let code): "\(call) failed on \(path): \(String(cString: strerror(code)))"
        case .malformed(let path, let what): "\(path): \(what)"
        }
    }
}
