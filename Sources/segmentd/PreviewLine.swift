import Files
import Results
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// What `run --dry-run` says: a line an image, and the sums at the end.
struct PreviewLine {
    let asJSON: Bool
    private var counts: [ImagePreview.State: Int] = [:]

    init(asJSON: Bool) { self.asJSON = asJSON }

    /// One line of JSON.
    private struct Line: Encodable {
        let state: ImagePreview.State
        let path: String
        let folder: String
        let recipe: String?
        let words: String
        let made: [OutputKind]
        let kept: [OutputKind]
        let removed: [OutputKind]
    }

    /// Says what would be done for an image.
    mutating func show(_ item: BatchRun.Item, _ recipe: RecipeSettings, _ preview: ImagePreview) {
        counts[preview.state, default: 0] += 1
        if asJSON {
            let line = Line(
                state: preview.state,
                path: item.label.readable,
                folder: item.path.removingLastComponent().readable,
                recipe: recipe.name,
                words: preview.words,
                made: preview.made,
                kept: preview.kept,
                removed: preview.removed
            )
            if let bytes = try? JSONOutput.line(line) { StandardOutput.write(bytes) }
        } else {
            StandardOutput.write(Array("\(item.line(preview.words, recipe: recipe.name))\n".utf8))
        }
    }

    /// Says how many there were of each.
    func finish() {
        func count(_ state: ImagePreview.State) -> Int { counts[state] ?? 0 }
        let others = [(count(.waits), "would wait"), (count(.impossible), "cannot be done")]
        let rest = others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
        StandardError.write("\(count(.due)) would be done, \(count(.done)) done before\(rest); nothing was written")
    }
}
