import Imaging
import Results
import WorkerProtocol

/// What of an earlier result of the same image stays, and what is made anew.
struct RedoPlan: Sendable {
    /// Outputs that stay as they are.
    let kept: [KeptOutput]
    /// Outputs that are made.
    let made: [OutputKind]
    /// The output from which they are made in place of the pixels' classification; it need not stay.
    let start: KeptOutput?
    /// What is made so that planes and objects are counted; nil where the counts of before hold.
    let counted: Set<Product>?
    /// The summary of the earlier result.
    let earlier: Summary

    /// Compares a recipe with what an earlier one has made of the same image content; nil where nothing of it is of use.
    ///
    /// - Parameter groups: what the image is of, which the object table says in each row; nil where nobody asks.
    init?(
        _ plan: RecipePlan,
        after earlier: Summary,
        groups: ImageGroups?,
        in results: ResultFolder,
        _ names: OutputNames
    ) {
        guard earlier.status == .done, earlier.image.sha256 != nil else { return nil }
        let recipe = plan.recipe
        // Versions that did not write identities: the same recipe made the same outputs.
        let isSame =
            earlier.settings.digest == recipe.digest && earlier.classifiersDigest == plan.classifiersDigest
        let usable = earlier.outputs.filter { output in
            // A sheet may have changed its columns, or their order, which the summary does not know.
            let isOfSameGroups = groups?.byName == earlier.groups && groups?.names == recipe.groups
            if output.kind == .objects, !isOfSameGroups { return false }
            let identity = recipe.identity(of: output.kind)
            return output.identity == identity || (output.identity == nil && isSame)
        }
        let files = usable.compactMap { results.kept($0, names: names) }
        let kept = files.filter { recipe.outputs.contains($0.kind) }
        let made = recipe.outputs.filter { kind in !kept.contains { $0.kind == kind } }
        // Where an output was left out for want of space, what only it needed was not counted.
        let before = recipe.writing(earlier.outputs.map(\.kind)).countedProducts
        let countsHold =
            (isSame || earlier.settings.countsIdentity == recipe.countsIdentity)
            && before == recipe.countedProducts && earlier.hasOrderedPlanes
        let counted = countsHold ? nil : recipe.countedProducts
        start =
            recipe.writing(made).starts(counting: counted).lazy
            .compactMap { kind in files.first { $0.kind == kind } }.first
        guard !kept.isEmpty || start != nil else { return nil }
        (self.kept, self.made, self.counted, self.earlier) = (kept, made, counted, earlier)
    }

    /// The files that the worker gets, and what it is told of them.
    var files: [KeptOutput] {
        guard let start, !kept.contains(where: { $0.kind == start.kind }) else { return kept }
        return kept + [start]
    }

    /// What the worker is told.
    var forWorker: EarlierResult {
        var result = EarlierResult(
            files: files.map { file in
                EarlierResult.File(
                    kind: file.kind,
                    name: file.output.name,
                    sha256: file.output.sha256,
                    stays: kept.contains { $0.kind == file.kind }
                )
            },
            start: start?.kind,
            counted: counted
        )
        (result.axes, result.shape) = (earlier.image.axes, earlier.image.shape)
        return result
    }

    /// Objects behind each step of `recipe`, as the earlier summary has them where its counts hold.
    func objects(of recipe: Recipe) -> [Int?] {
        let demand = RecipeDemand(recipe.steps, for: recipe.outputs.products)
        var before = earlier.steps.filter { !Self.countsNothing($0.name) }.map(\.objects)[...]
        var last: Int?
        return recipe.steps.enumerated().map { place, step in
            if step.gives.contains(.labels) { last = before.popFirst() ?? nil }
            guard demand.places.contains(place), !Self.isOfPixels(step) else { return nil }
            return last
        }
    }

    /// The doubt of the earlier result, where this one was made without looking at the features of pixels.
    func doubt(of summary: Summary) -> ForestDoubt? {
        guard earlier.classifier?.sha256 == summary.classifier?.sha256 else { return nil }
        var doubt = earlier.quality
        let (before, now) = (earlier.settings, summary.settings)
        // What the halves agree on is the foreground of before.
        if before.positiveClass != now.positiveClass || before.threshold != now.threshold { doubt?.halvesDice = nil }
        return doubt
    }

    private static func isOfPixels(_ step: RecipeStep) -> Bool {
        if case .classifyPixels = step { true } else { false }
    }

    /// Steps that leave the objects as they are, and are not among what counts depend on.
    private static func countsNothing(_ name: String) -> Bool { name == "classifier" || name == "classify" }
}
