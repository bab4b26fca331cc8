/// Whether this machine would have kept up with an old session.
package struct ReplayReport: Codable, Sendable, Equatable {
    /// Images that were written.
    package let images: Int
    /// Summaries that were expected: one for each image and recipe.
    package let expected: Int
    /// Summaries among them that never came.
    package let missing: Int
    /// Summaries that say why there is no result.
    package let failed: Int
    /// From the first image to the last, in seconds, as they were written again.
    package let seconds: Double
    /// Images per second while they were written.
    package let inPerSecond: Double
    /// Images per second from the first image to the last summary.
    package let outPerSecond: Double
    /// From the last byte of an image to its last summary, in seconds.
    package let medianLag: Double?
    /// The lag that one image in a hundred exceeds.
    package let p99Lag: Double?
    package let worstLag: Double?
    /// The worst lag in the first and in the last third of the session.
    package let worstLagOfFirstThird: Double?
    package let worstLagOfLastThird: Double?
    /// Images without a result when the last one was written.
    package let backlogAtEnd: Int
    /// From the last image to the last summary, in seconds.
    package let secondsToFinish: Double?
    /// By how much an image was written later than planned, at most, in seconds: then the disk was the limit.
    package let worstDelayOfWriting: Double
    /// Whether everything came, and the lag did not grow.
    package let keptUp: Bool

    /// The report of a session.
    ///
    /// - Parameters:
    ///   - written: when the last byte of each image was written, in order, in seconds.
    ///   - finished: when its last summary came; nil where one is missing.
    ///   - recipes: how many summaries each image gets.
    ///   - missing: summaries that never came.
    package init(
        written: [Double],
        finished: [Double?],
        recipes: Int,
        missing: Int,
        failed: Int,
        worstDelay: Double
    ) {
        images = written.count
        expected = written.count * recipes
        self.missing = missing
        self.failed = failed
        worstDelayOfWriting = worstDelay
        let (first, last) = (written.first ?? 0, written.last ?? 0)
        seconds = last - first
        // Of n images there are n - 1 gaps.
        inPerSecond = seconds > 0 ? Double(written.count - 1) / seconds : 0
        let ends = finished.compactMap(\.self)
        let end = ends.max()
        outPerSecond = end.map { $0 > first ? Double(ends.count) / ($0 - first) : 0 } ?? 0
        secondsToFinish = missing == 0 ? end.map { max(0, $0 - last) } : nil
        backlogAtEnd = finished.filter { ($0 ?? .infinity) > last }.count
        let lags = zip(written, finished).map { written, finished in finished.map { max(0, $0 - written) } }
        let sorted = lags.compactMap(\.self).sorted()
        medianLag = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
        p99Lag = sorted.isEmpty ? nil : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        worstLag = sorted.last
        let third = max(1, lags.count / 3)
        worstLagOfFirstThird = lags.prefix(third).compactMap(\.self).max()
        worstLagOfLastThird = lags.suffix(third).compactMap(\.self).max()
        keptUp =
            missing == 0 && !written.isEmpty
            && (worstLagOfLastThird ?? .infinity) <= 2 * (worstLagOfFirstThird ?? 0) + 1
    }

    /// The whole for people.
    package var text: String {
        var lines: [String] = []
        lines.append(
            "\(images) images in \(seconds.short) s (\(inPerSecond.short) a second); done: \(outPerSecond.short) a second"
        )
        if let medianLag, let p99Lag, let worstLag {
            lines.append(
                "from the last byte to the summary: median \(medianLag.short) s, p99 \(p99Lag.short) s, "
                    + "worst \(worstLag.short) s"
            )
        }
        if let early = worstLagOfFirstThird, let late = worstLagOfLastThird {
            lines.append("worst in the first third \(early.short) s, in the last \(late.short) s")
        }
        let finish = secondsToFinish.map { ", done \($0.short) s after it" } ?? ""
        lines.append("without a result when the last image was written: \(backlogAtEnd)\(finish)")
        if failed > 0 { lines.append("\(failed) summaries tell of a failure") }
        if missing > 0 { lines.append("\(missing) of \(expected) summaries never came") }
        if worstDelayOfWriting > 0.5 {
            lines.append(
                "images were written up to \(worstDelayOfWriting.short) s later than planned: the disk was the limit"
            )
        }
        lines.append(
            keptUp
                ? "This machine would have kept up."
                : "This machine would NOT have kept up: the lag grew to more than twice that of the beginning, or results are missing."
        )
        return lines.joined(separator: "\n")
    }
}
