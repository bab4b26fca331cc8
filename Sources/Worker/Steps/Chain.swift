import Imaging
import Segmentation
import WorkerProtocol

/// A recipe's chain made ready: what the engine is asked for, and the steps after it.
struct Chain {
    /// What the engine makes of the pixels.
    let request: SegmentationRequest
    /// The steps that something is needed of, in order.
    let steps: [any Step]

    /// Leaves out what no output needs.
    init(_ recipe: Recipe) {
        var needed = recipe.outputs.reduce(into: Set<Product>()) { $0.formUnion($1.needs) }
        var steps: [any Step] = []
        for step in recipe.steps.reversed() where !step.gives.isDisjoint(with: needed) {
            needed.formUnion(step.needs)
            if let made = Self.make(step) { steps.insert(made, at: 0) }
        }
        // The share of foreground belongs to the summary whatever is written.
        if recipe.foreground != nil { needed.insert(.mask) }
        var (positiveClass, threshold): (Int?, Float?)
        switch recipe.foreground {
        case .positiveClass(let number): positiveClass = number
        case .threshold(let probability): threshold = probability
        case nil: break
        }
        request = SegmentationRequest(positiveClass: positiveClass, threshold: threshold, products: needed)
        self.steps = steps
    }

    /// What does a step; nil for the one that is the engine's.
    private static func make(_ step: RecipeStep) -> (any Step)? {
        switch step {
        case .classifyPixels: nil
        case .connectComponents: ConnectComponents()
        }
    }
}
