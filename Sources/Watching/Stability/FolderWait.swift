/// How long the images of one folder must be left alone. Pure.
///
/// A fixed time is what somebody has set. Without one, an image that its writer has closed needs no wait at all, until
/// a writer proves that wrong: it goes on with an image within a minute after that was handed out. Then all images of
/// the folder wait twice the longest pause seen, and half of it again after many images without such a proof.
package struct FolderWait: Sendable {
    /// The time that is set; nil where the writers' own behaviour decides.
    private let fixed: Duration?
    private let timing: WatchTiming
    /// What the writers of the folder have shown to need.
    package private(set) var learned: Duration
    /// Images handed out since the last proof.
    private var imagesSince = 0
    /// Whether writers may be on another machine: their pauses are not seen here, and attributes come late.
    package var isWrittenElsewhere = false

    /// The wait of a folder: `fixed`, or else one that begins with what is known from earlier.
    package init(fixed: Duration?, learned: Duration = .zero, timing: WatchTiming = .standard) {
        self.fixed = fixed
        self.timing = timing
        self.learned = fixed == nil ? min(max(.zero, learned), timing.longestLearned) : .zero
    }

    /// Whether the writers' own behaviour decides.
    package var isAutomatic: Bool { fixed == nil }

    /// How long a new image must be left alone.
    package var quiet: Duration {
        let own = fixed ?? learned
        return isWrittenElsewhere ? max(own, timing.polledQuiet) : own
    }

    /// How long an image must be left alone that has changed so many times after it was handed out: twice as long each
    /// time, so that a stack that grows is not segmented at every page.
    package func quiet(afterChanges count: Int) -> Duration {
        guard count > 0 else { return quiet }
        let first = quiet > .zero ? quiet : timing.changedQuiet
        return max(quiet, min(first * (1 << min(count - 1, 20)), timing.longestChangedQuiet))
    }

    /// A writer has gone on with an image after it was handed out.
    ///
    /// - Parameters:
    ///   - pause: from its last sign before to its first sign after.
    ///   - sinceHandedOut: how long ago the image was handed out.
    package mutating func noteProof(pause: Duration, sinceHandedOut: Duration) {
        guard isAutomatic, sinceHandedOut <= timing.proofTime else { return }
        imagesSince = 0
        // In tenths of a second, since people read it.
        let needed = Duration.milliseconds(Int64((pause * 2 / .milliseconds(100)).rounded(.up)) * 100)
        learned = max(learned, min(max(needed, timing.leastLearned), timing.longestLearned))
    }

    /// A new image was handed out.
    package mutating func noteImage() {
        guard learned > .zero else { return }
        imagesSince += 1
        guard imagesSince >= timing.imagesToUnlearn else { return }
        imagesSince = 0
        learned = learned / 2 < timing.leastLearned ? .zero : learned / 2
    }
}
