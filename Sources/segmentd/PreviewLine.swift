import Files
import FoundationEssentials
import Results
import Service
import Settings
import WorkerProtocol

/// What `run --dry-run` says: a line an image, and the sums at the end.
struct PreviewLine {
    let asJSON: Bool
    private var counts: [ImagePreview.State: Int] = [:]

    init(asJSON: Bool) { self.asJSON = asJSON }

    /// One line of JSON.
    private struct Line: Encodable {
        let image: String
        let recipe: String?
        let state: ImagePreview.State
        let words: String
        let made: [OutputKind]
        let kept: [OutputKind]
        let removed: [OutputKind]
    }

    /// Says what would be done for an image.
    mutating func show(_ item: BatchRun.Item, _ recipe: RecipeSettings, _ preview: ImagePreview) {
        counts[preview.state, default: 0] += 1
        let path = item.path.readable
        if asJSON {
            let line = Line(
                image: path,
                recipe: recipe.name,
                state: preview.state,
                words: preview.words,
                made: preview.made,
                kept: preview.kept,
                removed: preview.removed
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let bytes = try? encoder.encode(line) { print(String(decoding: bytes, as: UTF8.self)) }
        } else {
            print("\(recipe.name.map { "\(path) (\($0))" } ?? path): \(preview.words)")
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
