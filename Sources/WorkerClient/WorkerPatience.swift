import WorkerProtocol

/// How long a worker is waited for.
package struct WorkerPatience: Sendable {
    /// Without a word: its process is stopped, or starved. One that lives gives a sign every second.
    package var silence: Duration = .seconds(20)
    /// Without progress: no kernel takes so long to compile, and no strip to be computed.
    package var standstill: Duration = .seconds(180)
    /// For anything but an image; a slow computer compiles the first kernels for a minute.
    package var request: Duration = .seconds(300)
    /// For a benchmark; somebody sits before it.
    package var measurement: Duration = .seconds(86_400)
    /// For the digest of an image, as long as it gets on.
    package var digest: Duration = .seconds(86_400)
    /// For taking a classifier out of a project, beyond what reading so many bytes from a slow share takes.
    package var extraction: Duration = .seconds(60)
    /// For an image, beyond what its size makes likely.
    package var image: Duration = .seconds(60)
    /// Without progress, once the daemon was asked to stop.
    package var standstillAtEnd: Duration = .seconds(5)
    /// For the request in work, once the daemon was asked to stop; well within TimeoutStopSec of the unit.
    package var end: Duration = .seconds(60)

    /// The least that disks and shares give, in bytes a second.
    private static let slowestRead = 2e6

    /// The standard.
    package init() {}

    /// For taking a classifier out of a project of that size.
    package func extraction(bytes: Int) -> Duration {
        extraction + .seconds(Double(max(0, bytes)) / Self.slowestRead)
    }
}

/// Watches one request: when the worker was last heard of, when it last got on, and how long it may take in all.
struct WorkerWatch {
    /// How often it is looked at.
    let tick: Duration
    /// How long the request may take.
    var limit: Duration

    private let patience: WorkerPatience
    private let begun = SuspendingClock.now
    private var lastProgress = SuspendingClock.now
    /// Counted rather than measured: a computer that was asleep, or a daemon that was stopped, heard nothing either.
    private var silentTicks = 0
    private var stopSeen: SuspendingClock.Instant?

    /// The request begins now.
    init(_ patience: WorkerPatience, limit: Duration) {
        self.patience = patience
        self.limit = limit
        tick = min(.milliseconds(500), patience.silence)
    }

    /// How long the request takes so far.
    var elapsed: Duration { SuspendingClock.now - begun }

    /// The worker said something.
    mutating func hear(isProgress: Bool) {
        silentTicks = 0
        if isProgress { lastProgress = .now }
    }

    /// Nothing was heard for a tick.
    mutating func missTick() { silentTicks += 1 }

    /// Why the worker is not waited for any more; nil while it is.
    mutating func verdict(isStopping: Bool) -> WorkerError? {
        let now = SuspendingClock.now
        if isStopping {
            let begin = stopSeen ?? now
            stopSeen = begin
            let standstill = now - max(lastProgress, begin)
            if standstill >= patience.standstillAtEnd || now - begin >= patience.end { return .interrupted }
        }
        if tick * silentTicks >= patience.silence { return .silent(patience.silence) }
        if now - begun >= limit { return .overdue(limit) }
        if now - lastProgress >= patience.standstill { return .silent(patience.standstill) }
        return nil
    }
}
