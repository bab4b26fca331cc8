import Files
import Glibc
import Results
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// What `run` shows: a line for each image, or a line of JSON, as soon as it is settled; on a terminal a bar that stays on
/// one line; at the end each warning once.
final class ProgressLine {
    private static let barWidth = 30

    private let asJSON: Bool
    private let hasBar: Bool
    private let hasLines: Bool
    /// How many images there are to settle.
    var total = 0

    private var warnings = WarningTally()

    /// Lines for programs go to standard output; where that is the terminal that has the bar, there are none.
    init(asJSON: Bool) {
        self.asJSON = asJSON
        let (output, errors) = (isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1)
        hasBar = errors && !(asJSON && output)
        hasLines = !asJSON && !(output && errors)
    }

    /// Shows one outcome.
    func show(_ item: BatchRun.Item, _ recipe: RecipeSettings, _ outcome: ImageOutcome, _ tally: BatchRun.Tally) {
        let name = recipe.name
        func postponed(_ failure: Failure) {
            problem(item.line(failure, recipe: name))
            var line = ImageLine(item, outcome.prospect == .fails ? "failed" : "postponed")
            line.note(failure, name: item.path.lastComponent, recipe: name)
            if asJSON { line.print() }
        }
        switch outcome {
        case .done(let summary):
            settle(item, summary, "done")
            line(item.line(Self.words(summary), recipe: name))
        case .failed(let summary):
            settle(item, summary, "failed")
            problem(item.line("\(summary.error?.message ?? ""); \(summary.error?.remedy ?? "")", recipe: name))
        case .upToDate(let summary):
            if asJSON { ImageLine(item, "done_before").print(with: summary) }
            line(item.line("done before", recipe: name))
        case .postponed(let failure): postponed(failure)
        case .changed: postponed(.changedMeanwhile)
        case .unfinished, .waitsForSet: postponed(.writerAtWork)
        case .waitsForClassifier: postponed(.classifierUnusable)
        case .waitsForLabels(let path): postponed(.labelsMissing(path))
        // It is shown when it is settled, or with the image of which it is a part.
        case .later, .partOfSet: break
        }
        showBar(tally)
    }

    /// Shows something in a list that leads nowhere.
    func show(lost named: FilePath, _ failure: Failure) {
        if asJSON { ImageLine(lost: named, failure).print() }
        problem("\(failure.message); \(failure.remedy)")
    }

    /// Ends the bar with the warnings and the totals.
    ///
    /// - Parameter left: how many images are not settled.
    func finish(_ tally: BatchRun.Tally, left: Int) {
        if hasBar { StandardError.write("") }
        for line in warnings.lines { StandardError.write(line) }
        var words = "\(tally.done) done, \(tally.upToDate) done before, \(tally.failed) failed"
        if tally.postponed > 0 { words += ", \(tally.postponed) could not be done now" }
        if left > 0 { words += ", \(left) left" }
        if tally.postponed + left > 0 { words += "; the same command goes on with them" }
        StandardError.write(words)
    }

    private func settle(_ item: BatchRun.Item, _ summary: Summary, _ state: String) {
        if asJSON { ImageLine(item, state).print(with: summary) }
        warnings.note(summary.warnings, image: item.label.readable)
    }

    /// Objects, times and doubts.
    private static func words(_ summary: Summary) -> String {
        let objects = summary.totals.objects.map { "\($0) objects, " } ?? ""
        let times = summary.timings
        let doubts = summary.flags.map { $0.kind.replacing("_", with: " ") }.joined(separator: ", ")
        let milliseconds = Int((times.read + times.compute + times.write).rounded())
        return "\(objects)\(milliseconds) ms" + (doubts.isEmpty ? "" : "; doubtful: \(doubts)")
    }

    private func line(_ text: String) {
        if hasLines { StandardOutput.write(Array("\(text)\n".utf8)) }
    }

    private func problem(_ text: String) {
        StandardError.write(hasBar ? "\r\u{1b}[K\(text)" : text)
    }

    private func showBar(_ tally: BatchRun.Tally) {
        guard hasBar else { return }
        let filled = min(Self.barWidth, Self.barWidth * tally.settled / max(total, 1))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
        let failed = tally.failed + tally.postponed
        StandardError.write("\r\u{1b}[K[\(bar)] \(tally.settled)/\(total), \(failed) failed ", terminator: "")
    }
}

extension Failure {
    /// An image that changed while it was read.
    fileprivate static let changedMeanwhile = Failure(
        kind: "image_changed",
        message: "it changed while it was read",
        remedy: "run again when its writer is done",
        isTransient: true
    )

    /// An image that a program has open for writing.
    fileprivate static let writerAtWork = Failure(
        kind: "image_unfinished",
        message: "a program has it open for writing",
        remedy: "run again when its writer is done; `fuser --verbose FILE` names it",
        isTransient: true
    )

    /// A classifier that could be used when the run began.
    fileprivate static let classifierUnusable = Failure(
        kind: "classifier_unusable",
        message: "its classifier is not usable",
        remedy: "look at it with `segmentd inspect`"
    )

    /// A label image that others have not made.
    fileprivate static func labelsMissing(_ path: FilePath) -> Failure {
        Failure(
            kind: "labels_missing",
            message: "its label image \(path.readable) is not there, or not finished",
            remedy: "run again when it is"
        )
    }
}
