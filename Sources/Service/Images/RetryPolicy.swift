/// How often, and how soon, an image is tried again over which the worker or the daemon itself died.
package struct RetryPolicy: Sendable {
    /// With so many losses an image is given up for a while.
    ///
    /// Enough that somebody who ends workers at random gives no sound image up, and that the pauses between the
    /// attempts outlast a minute without memory.
    package var most = 8
    /// The pause after the first loss; each further one is twice as long.
    package var firstPause: Duration = .seconds(1)
    /// How long an image that was given up is left alone, unless something changes or the daemon is started again.
    package var rest: Duration = .seconds(3600)

    /// The daemon's way.
    package init() {}

    /// For `segmentd run`, which somebody waits for, and which tries failures again when it is called again.
    package static var batch: RetryPolicy {
        var policy = RetryPolicy()
        policy.most = 4
        return policy
    }

    /// The pause after so many losses.
    func pause(after losses: Int) -> Duration { firstPause * (1 << min(max(losses - 1, 0), 6)) }
}
