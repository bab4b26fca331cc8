import Files
import Glibc
import Results
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// What `run` shows: a bar that stays on one line of a terminal, a line for each image elsewhere, or JSON lines; at the
/// end each warning once.
final class ProgressLine {
    private static let barWidth = 30

    let asJSON: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1

    private var warnings = WarningTally()

    init(asJSON: Bool) { self.asJSON = asJSON }

    /// Shows one outcome.
    func show(
        _ item: BatchRun.Item,
        _ recipe: RecipeSettings,
        _ outcome: ImageOutcome,
        _ tally: BatchRun.Tally,
        total: Int
    ) {
        let name = item.path.lastComponent?.readable ?? item.path.readable
        let label = recipe.name.map { "\(name) (\($0))" } ?? name
        switch outcome {
        case .done(let summary):
            printJSON(summary)
            warnings.note(summary.warnings, image: label)
            let objects = summary.totals.objects.map { "\($0) objects, " } ?? ""
            let times = summary.timings
            let doubts = summary.flags.map { $0.kind.replacing("_", with: " ") }.joined(separator: ", ")
            let milliseconds = Int((times.read + times.compute + times.write).rounded())
            line("\(label): \(objects)\(milliseconds) ms" + (doubts.isEmpty ? "" : "; doubtful: \(doubts)"))
        case .failed(let summary):
            printJSON(summary)
            warnings.note(summary.warnings, image: label)
            problem("\(label): \(summary.error?.message ?? ""); \(summary.error?.remedy ?? "")")
        case .postponed(let failure): problem("\(label): \(failure)")
        case .changed, .unfinished: problem("\(label): it changed while it was read; run again when its writer is done")
        case .waitsForClassifier: problem("\(label): its classifier is not usable")
        case .waitsForLabels(let path):
            problem("\(label): its label image \(path.readable) is not there, or not finished")
        // It is shown when it is settled.
        case .later: break
        case .upToDate: line("\(label): done before")
        }
        if isTerminal {
            let finished = tally.done + tally.upToDate + tally.failed
            let filled = min(Self.barWidth, Self.barWidth * finished / max(total, 1))
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
            StandardError.write("\r[\(bar)] \(finished)/\(total), \(tally.failed) failed ", terminator: "")
        }
    }

    /// Ends the bar with the warnings and the totals.
    func finish(_ tally: BatchRun.Tally) {
        if isTerminal { StandardError.write("") }
        for line in warnings.lines { StandardError.write(line) }
        StandardError.write("\(tally.done) done, \(tally.upToDate) done before, \(tally.failed) failed")
    }

    private func line(_ text: String) {
        if !isTerminal && !asJSON { print(text) }
    }

    private func problem(_ text: String) {
        StandardError.write(isTerminal ? "\r\(text)" : text)
    }

    private func printJSON(_ summary: Summary) {
        guard asJSON, let line = try? SummaryFile.line(summary) else { return }
        print(line)
    }
}
