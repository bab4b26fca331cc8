import ArgumentParser
import Glibc
import Service
import WorkerProtocol

/// What the running daemon does, again and again.
final class LiveStatus {
    private static let pause: Duration = .seconds(1)
    /// However much happens, it is shown so often at most.
    private static let shortestPause: Duration = .milliseconds(100)

    private let daemon: DaemonOptions
    /// Nil where nobody looks.
    private let screen: TerminalScreen?
    private var events: EventStream?

    /// The status of the daemon that is meant.
    init(_ daemon: DaemonOptions) {
        self.daemon = daemon
        screen = daemon.json ? nil : TerminalScreen()
    }

    /// Shows it until somebody has enough.
    ///
    /// - Throws: the exit status 69 where this user may not ask.
    func run() throws {
        repeat {
            do throws(Failure) {
                try show(daemon.socket.ask(DaemonRequest("status"), for: StatusReport.self, patience: .seconds(3)))
                if events == nil, !daemon.json { events = try? daemon.events() }
            } catch {
                if error.kind == Failure.forbiddenKind {
                    screen?.leave()
                    StandardError.write("\(error)")
                    throw ExitCode.unavailable
                }
                show(error)
            }
        } while isWaited()
        screen?.leave()
    }

    private func show(_ report: StatusReport) {
        if daemon.json { try? JSONOutput.printLine(report) } else { show(report.text) }
    }

    private func show(_ failure: Failure) {
        if daemon.json { return (try? JSONOutput.printLine(["error": failure])) ?? () }
        show("no daemon answers, waiting\n\n\(failure.message)\n\(failure.remedy)")
    }

    private func show(_ text: String) {
        if let screen { screen.show(text) } else { StandardOutput.write(Array("\(text)\n\n".utf8)) }
    }

    /// Waits a second, or until something happens; false where somebody wants to end.
    private func isWaited() -> Bool {
        let begun = ContinuousClock.now
        var hasNews = false
        while true {
            let left = begun + (hasNews ? Self.shortestPause : Self.pause) - .now
            if left <= .zero { return true }
            var entries = [
                pollfd(fd: screen == nil ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasNews ? -1 : events?.number ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&entries, 2, Int32((left / .milliseconds(1)).rounded(.up)))
            if entries[0].revents != 0, screen?.isEndWanted ?? false { return false }
            if entries[1].revents != 0 { hasNews = takeEvents() || hasNews }
        }
    }

    /// Takes in what was told; whether that was something to look at.
    private func takeEvents() -> Bool {
        var hasNews = false
        while let next = events?.next(until: .now + .milliseconds(1)) {
            switch next {
            case .line(let line): hasNews = hasNews || !line.starts(with: Self.beat)
            case .nothing: return hasNews
            case .end:
                events = nil
                return true
            }
        }
        return hasNews
    }

    private static let beat = Array("{\"event\":\"beat\"".utf8)
}
