/// Whether the work keeps up with the microscope, in figures.
package struct FlowFigures: Codable, Sendable, Equatable {
    /// The answer in one word.
    package enum Verdict: String, Codable, Sendable {
        /// Nothing new came in the last minutes.
        case idle
        /// New images are done faster than they come.
        case keepingUp = "keeping_up"
        /// New images come faster than they can be done.
        case fallingBehind = "falling_behind"
        /// Images came, and none was done yet, so that nothing is measured.
        case unmeasured
    }

    /// For how long was measured, in seconds: at most five minutes.
    package let secondsMeasured: Double
    /// Live images that came in that time.
    package let imagesIn: Int
    /// Images that were worked on to their end in that time.
    package let imagesOut: Int
    /// Live images per second.
    package let inPerSecond: Double
    /// Images done per second.
    package let outPerSecond: Double
    /// How long an image occupies a worker, in seconds; nil while none was done.
    package let meanWork: Double?
    /// Images per second that this machine can do at most; nil while none was done.
    package let limitPerSecond: Double?
    /// The share of that limit that new images take, 1 for all of it; nil while none was done.
    package let utilisation: Double?
    /// From the last change of an image to its summary, in seconds: the median of the last live images.
    package let medianLag: Double?
    /// The longest of these times.
    package let worstLag: Double?
    /// For how long the live image that waits longest has waited, in seconds; nil where none does.
    package let oldestWaiting: Double?
    /// Live images that wait.
    package let liveWaiting: Int
    /// Images of the backlog that wait.
    package let backlogWaiting: Int
    /// How many images are worked on at once.
    package let workers: Int
    /// Seconds until everything that waits is done, if new images go on as now; nil where that is never, or not known.
    package let secondsToDone: Double?
    /// Whether new images are done faster than they come.
    package let verdict: Verdict

    /// The figures that follow from what was counted.
    init(
        secondsMeasured: Double,
        imagesIn: Int,
        imagesOut: Int,
        meanWork: Double?,
        medianLag: Double?,
        worstLag: Double?,
        oldestWaiting: Double?,
        liveWaiting: Int,
        backlogWaiting: Int,
        workers: Int
    ) {
        self.secondsMeasured = secondsMeasured
        self.imagesIn = imagesIn
        self.imagesOut = imagesOut
        self.meanWork = meanWork
        self.medianLag = medianLag
        self.worstLag = worstLag
        self.oldestWaiting = oldestWaiting
        self.liveWaiting = liveWaiting
        self.backlogWaiting = backlogWaiting
        self.workers = workers
        inPerSecond = Double(imagesIn) / secondsMeasured
        outPerSecond = Double(imagesOut) / secondsMeasured
        // Times below a microsecond are those of a clock, not of work.
        let limit = meanWork.map { Double(workers) / max($0, 1e-6) }
        limitPerSecond = limit
        utilisation = limit.map { [inPerSecond] in inPerSecond / $0 }
        let waiting = liveWaiting + backlogWaiting
        let spare = limit.map { [inPerSecond] in $0 - inPerSecond }
        secondsToDone =
            waiting == 0 ? 0 : spare.flatMap { $0 > 0 ? Double(waiting) / $0 : nil }
        if imagesIn == 0 && liveWaiting == 0 {
            verdict = .idle
        } else if let utilisation {
            verdict = utilisation < 1 ? .keepingUp : .fallingBehind
        } else {
            verdict = .unmeasured
        }
    }

    /// `keeping up: 2.1 images/s come, 12.5 could be done (17 %)`; nil while nothing new comes.
    package var line: String? {
        guard verdict != .idle else { return nil }
        guard let limit = limitPerSecond, let utilisation else { return nil }
        let word = verdict == .keepingUp ? "keeping up" : "FALLING BEHIND"
        let share = Int(min(utilisation * 100, 9_999).rounded())
        return "\(word): \(inPerSecond.short) images/s come, \(limit.short) can be done (\(share) %)"
    }

    /// The same and what else is known, in sentences.
    package var text: String {
        var lines: [String] = []
        switch verdict {
        case .idle: lines.append("No new image came in the last \(secondsMeasured.short) s.")
        case .unmeasured: lines.append("\(imagesIn) new images came, and none is done yet.")
        case .keepingUp, .fallingBehind: lines.append("\(line ?? "").")
        }
        lines.append("Done: \(outPerSecond.short) images/s over \(secondsMeasured.short) s.")
        if let medianLag, let worstLag {
            lines.append("From the last byte to the summary: median \(medianLag.short) s, worst \(worstLag.short) s.")
        }
        if let oldestWaiting { lines.append("The oldest new image has waited for \(oldestWaiting.short) s.") }
        if liveWaiting + backlogWaiting > 0 {
            let end = secondsToDone.map { "done in about \($0.short) s" } ?? "no end can be foreseen"
            lines.append("Waiting: \(liveWaiting) new, \(backlogWaiting) of the backlog; \(end).")
        }
        return lines.joined(separator: "\n")
    }
}

extension Double {
    /// Three digits for people: `0.012`, `1.25`, `31.4`, `1204`.
    package var short: String {
        guard isFinite else { return "\(self)" }
        let decimals = abs(self) >= 100 ? 0 : abs(self) >= 10 ? 1 : abs(self) >= 1 ? 2 : 3
        let scale = [1.0, 10, 100, 1000][decimals]
        let rounded = (self * scale).rounded() / scale
        return decimals == 0 ? "\(Int(rounded))" : "\(rounded)"
    }
}
