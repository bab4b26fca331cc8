import DequeModule

/// What came in and went out in the last minutes, and how long it took: bounded memory, whatever arrives. Pure: times go
/// in, figures come out; it reads no clock.
package struct FlowWindow: Sendable {
    /// What went by in one second.
    private struct Second: Sendable {
        /// Which second it is, counted from the start.
        let number: Int
        var arrived = 0
        var finished = 0
    }

    /// One image that was worked on.
    private struct Finished: Sendable {
        /// From its last change to its summary; nil for one of the backlog, which lay there before.
        let lag: Duration?
        /// How long it occupied a worker.
        let work: Duration
    }

    /// How far back rates reach.
    package static let span: Duration = .seconds(300)
    /// So many of the last images tell how long one takes, and how late it is.
    package static let mostImages = 512

    private let begin: Duration
    private var seconds: Deque<Second> = []
    private var images: Deque<Finished> = []

    /// A window that opens at `begin`.
    package init(begin: Duration) {
        self.begin = begin
    }

    /// A live image came.
    package mutating func arrive(at time: Duration) {
        count(at: time) { $0.arrived += 1 }
    }

    /// An image was worked on to its end.
    ///
    /// - Parameters:
    ///   - lag: from its last change; nil for one of the backlog.
    ///   - work: how long it occupied a worker.
    package mutating func finish(at time: Duration, lag: Duration?, work: Duration) {
        count(at: time) { $0.finished += 1 }
        images.append(Finished(lag: lag, work: work))
        if images.count > Self.mostImages { images.removeFirst() }
    }

    /// The figures at `now`.
    ///
    /// - Parameters:
    ///   - live: live images that wait.
    ///   - backlog: images of the backlog that wait, as far as they are known.
    ///   - oldest: for how long the live image that waits longest has waited since its last change.
    ///   - workers: how many images are worked on at once.
    package func figures(
        at now: Duration,
        live: Int,
        backlog: Int,
        oldest: Duration?,
        workers: Int
    ) -> FlowFigures {
        let first = Self.second(of: now - begin) - Int(Self.span.components.seconds)
        let recent = seconds.filter { $0.number > first }
        // The second that runs is not whole; a window that has just opened is no shorter than one.
        let length = max(.seconds(1), min(Self.span, now - begin)) / .seconds(1)
        let work = images.map { $0.work / .seconds(1) }
        let lags = images.compactMap(\.lag).sorted()
        return FlowFigures(
            secondsMeasured: length,
            imagesIn: recent.reduce(0) { $0 + $1.arrived },
            imagesOut: recent.reduce(0) { $0 + $1.finished },
            meanWork: work.isEmpty ? nil : work.reduce(0, +) / Double(work.count),
            medianLag: lags.isEmpty ? nil : lags[(lags.count - 1) / 2] / .seconds(1),
            worstLag: lags.last.map { $0 / .seconds(1) },
            oldestWaiting: oldest.map { max(.zero, $0) / .seconds(1) },
            liveWaiting: live,
            backlogWaiting: backlog,
            workers: max(1, workers)
        )
    }

    private static func second(of time: Duration) -> Int { Int(max(.zero, time).components.seconds) }

    private mutating func count(at time: Duration, _ body: (inout Second) -> Void) {
        let number = Self.second(of: time - begin)
        // Whoever comes late, by a hair, counts for the last second.
        if seconds.last.map({ $0.number < number }) ?? true { seconds.append(Second(number: number)) }
        body(&seconds[seconds.count - 1])
        let first = seconds[seconds.count - 1].number - Int(Self.span.components.seconds)
        while let oldest = seconds.first, oldest.number <= first { seconds.removeFirst() }
    }
}
