import Synchronization
package import SystemPackage

/// Which work on files is under way, and since when: a call on a disk or a share that does not come back is seen here.
package final class WorkPulse: Sendable {
    /// Work that has not come back.
    package struct Work: Sendable, Equatable {
        /// What is done, as a verb for the path behind it.
        package var action: String
        package var path: FilePath
        package var begun: SuspendingClock.Instant
    }

    private struct State {
        var works: [Int: Work] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Nothing is under way.
    package init() {}

    /// Runs `body`, which works on files and may hang.
    package func watching<Value, Problem: Error>(
        _ action: String,
        _ path: FilePath,
        _ body: () throws(Problem) -> Value
    ) throws(Problem) -> Value {
        let number = begin(Work(action: action, path: path, begun: .now))
        defer { state.withLock { $0.works[number] = nil } }
        return try body()
    }

    /// The work that has been under way longest, if it has not come back for `limit`.
    package func hanging(for limit: Duration, at now: SuspendingClock.Instant = .now) -> Work? {
        let oldest = state.withLock { $0.works.values.min { $0.begun < $1.begun } }
        return oldest.flatMap { now - $0.begun >= limit ? $0 : nil }
    }

    /// How long work may hang before the daemon is to be restarted, after so many deaths in a row over one image: from 5
    /// minutes to a day.
    package static func limit(afterDeaths deaths: Int) -> Duration { .seconds(300) * (1 << min(max(deaths, 0), 8)) }

    /// As many numbers as there are processors, since each does one thing after the other.
    private func begin(_ work: Work) -> Int {
        state.withLock { state in
            let number = state.next
            state.next &+= 1
            state.works[number] = work
            return number
        }
    }
}
