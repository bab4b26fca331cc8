import Files
import Results
import Synchronization
import SystemPackage

/// Lets calls pass until one of them, and then refuses that one, or everything, as a killed process would.
final class StepCounter: Sendable {
    private struct State {
        var calls: [FileCalls.Call] = []
        var hasStruck = false
    }

    private let state = Mutex(State())
    private let failing: Int
    private let code: Errno
    private let stopsAll: Bool
    private let countsAll: Bool

    /// Strikes at the `failing`th call that changes anything, or of all calls, counted from 0.
    init(failing: Int, code: Errno = .ioError, stopsAll: Bool, countsAll: Bool = false) {
        self.failing = failing
        self.code = code
        self.stopsAll = stopsAll
        self.countsAll = countsAll
    }

    /// The calls that were counted.
    var changes: [FileCalls.Call] { state.withLock(\.calls) }
    /// Whether a call was refused.
    var hasStruck: Bool { state.withLock(\.hasStruck) }

    /// The file calls to hand to the code under test.
    var calls: FileCalls {
        FileCalls { [self] call throws(Errno) in
            let isRefused = state.withLock { state in
                let changes: [FileCalls.Call] = [.createFile, .write, .sync, .rename, .remove, .makeFolder]
                let isChange = countsAll || changes.contains(call)
                let index = state.calls.count
                if isChange { state.calls.append(call) }
                let isRefused = isChange && index == failing || stopsAll && state.hasStruck
                state.hasStruck = state.hasStruck || isRefused
                return isRefused
            }
            if isRefused { throw code }
        }
    }
}
