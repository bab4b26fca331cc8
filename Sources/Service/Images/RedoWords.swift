import Results
import WorkerProtocol

/// What is done for an image that is due, and why, in words: "mask, labels: the threshold changed; classes stays".
struct RedoWords: Sendable {
    /// It comes and goes with what needs objects, and nobody asked for it.
    private static let connecting = "step \(RecipeStep.connectComponents.name)"
    /// Summaries know what an image is of, not by which pattern.
    private static let groups = "list of groups"

    /// Outputs that are made.
    let made: [OutputKind]
    /// Outputs that stay as they are.
    let kept: [OutputKind]
    /// Outputs of the earlier result that the recipe does not write any more.
    let removed: [OutputKind]
    /// The whole.
    let text: String

    /// What `plan` does for an image.
    ///
    /// - Parameters:
    ///   - reason: why the image is due.
    ///   - summary: what lies there.
    ///   - redo: what of that stays; nil where all is made anew.
    init(_ plan: RecipePlan, because reason: String, after summary: SummaryFile.Content, _ redo: RedoPlan?) {
        let outputs = plan.recipe.outputs
        made = redo?.made ?? outputs
        kept = redo.map { plan in outputs.filter { kind in plan.kept.contains { $0.kind == kind } } } ?? []
        var before: [OutputKind] = []
        if case .found(let earlier) = summary, earlier.status == .done { before = earlier.outputs.map(\.kind) }
        removed = before.filter { !outputs.contains($0) }
        var parts: [String] = []
        if let redo {
            let reasons = made.map { Self.reason($0, plan.recipe, redo.earlier) }
            var told: [String] = []
            for reason in reasons where !told.contains(reason) {
                told.append(reason)
                parts.append("\(Self.list(zip(made, reasons).filter { $1 == reason }.map(\.0))): \(reason)")
            }
            if made.isEmpty { parts.append("the summary alone: \(reason)") }
            if let start = redo.start { parts.append("made from \(start.output.name)") }
        } else {
            parts.append("\(outputs.isEmpty ? "the summary" : Self.list(outputs)): \(reason)")
        }
        if !kept.isEmpty { parts.append("\(Self.list(kept)) \(kept.count == 1 ? "stays" : "stay")") }
        if !removed.isEmpty { parts.append("\(Self.list(removed)) \(removed.count == 1 ? "goes" : "go")") }
        text = parts.joined(separator: "; ")
    }

    /// Why one output is made.
    private static func reason(_ kind: OutputKind, _ recipe: Recipe, _ earlier: Summary) -> String {
        guard let output = earlier.outputs.first(where: { $0.kind == kind }) else {
            return earlier.settings.outputs.contains(kind) ? "it was left out for want of space" : "a new output"
        }
        if output.identity == recipe.identity(of: kind) {
            let isOfGroups = kind == .objects && (recipe.groups != nil || earlier.groups != nil)
            return isOfGroups ? "its groups are looked up anew" : "its file is gone, or not as it was"
        }
        let changes = changes(from: earlier.madeBy?.parts(of: kind) ?? [], to: recipe.parts(of: kind))
        if !changes.isEmpty { return changes.joined(separator: ", ") }
        return output.identity == nil ? "an earlier version made it" : "this version writes it in another form"
    }

    /// The differences of two recipes, in words; none where nothing is known of the old one.
    private static func changes(from old: [RecipePart], to new: [RecipePart]) -> [String] {
        guard !old.isEmpty else { return [] }
        var changes: [String] = []
        for part in new where !old.contains(part) && part.name != Self.connecting && part.name != Self.groups {
            let before = old.first { $0.name == part.name }
            let values = [before, part].compactMap { $0?.figure }
            let figures = values.count == 2 ? " (\(values[0]) → \(values[1]))" : ""
            changes.append("the \(part.name) \(before == nil ? "is new" : "changed")\(figures)")
        }
        for part in old where !new.contains(where: { $0.name == part.name }) && part.name != Self.connecting {
            changes.append("the \(part.name) was taken out")
        }
        var told: Set<String> = []
        return changes.filter { told.insert($0).inserted }
    }

    private static func list(_ kinds: [OutputKind]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }
}

extension RecipePart {
    /// Its value where that is a number.
    fileprivate var figure: String? {
        guard !name.hasPrefix("classifier"), let value = line.split(separator: "=").last, Double(value) != nil else {
            return nil
        }
        return String(value)
    }
}
