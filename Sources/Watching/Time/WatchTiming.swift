/// The intervals and bounds of a watcher; tests shorten them.
package struct WatchTiming: Sendable {
    /// How often everything is looked through although no event asked for it.
    package var rescan: Duration = .seconds(300)
    /// How often a folder is looked through of whose changes the kernel does not tell.
    package var poll: Duration = .seconds(10)
    /// The least quiet time on such a folder: writers elsewhere pause, and attributes come late.
    package var polledQuiet: Duration = .seconds(10)
    /// How often a root is checked for being there and being the same folder (unmounted, mounted over, re-created).
    package var rootCheck: Duration = .seconds(2)
    /// How long a loop is busy with one thing before it gives a sign of life and hears what is new.
    package var slice: Duration = .milliseconds(10)
    /// The least time between scans because of lost events.
    package var overflowPause: Duration = .milliseconds(500)
    /// The quiet time needed where a file is empty, or nothing tells whether its writer is done.
    package var unsureQuiet: Duration = .seconds(2)
    /// How long after an image was handed out a further sign of its writer proves that it came too early.
    package var proofTime: Duration = .seconds(60)
    /// The shortest wait that a folder learns from such a proof.
    package var leastLearned: Duration = .seconds(1)
    /// The longest.
    package var longestLearned: Duration = .seconds(60)
    /// With so many new images without such a proof, the wait is halved.
    package var imagesToUnlearn = 500
    /// The first quiet time of an image that changed after it was handed out, in a folder without a quiet time.
    package var changedQuiet: Duration = .seconds(1)
    /// The longest quiet time of such an image.
    package var longestChangedQuiet: Duration = .seconds(600)
    /// An image that changes after it was left alone for so long begins anew with the shortest.
    package var changesForgotten: Duration = .seconds(3_600)
    /// The first pause before asking again for a file that is open for writing; doubles up to `longestBusyRetry`.
    package var busyRetry: Duration = .seconds(1)
    /// The longest such pause; the end of writing also makes an event, so this is for writers the kernel cannot tell.
    package var longestBusyRetry: Duration = .seconds(30)
    /// How many links are looked at as often as the root; those beyond are looked at by the scans alone.
    package var watchedLinks = 1_000
    /// Names with changes not yet looked at; with more, all are dropped and the folder is scanned.
    package var changeCapacity = 65_536
    /// Events not yet taken by the consumer; with more, finished images wait here (live ones may fill it, the backlog
    /// half of it).
    package var eventCapacity = 1_024

    /// The values for production.
    package static let standard = WatchTiming()

    /// The values for production, to be changed one by one.
    package init() {}
}
