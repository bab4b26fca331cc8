package import Imaging

extension Recipe {
    /// All that the file of an output depends on, the image's content and the files that others made aside: equal parts
    /// mean equal bytes. Whether the recipe writes it does not matter.
    package func parts(of kind: OutputKind) -> [RecipePart] {
        let demand = RecipeDemand(steps, for: [kind].products)
        return [RecipePart("form of the file", "\(kind)=\(kind.formVersion)")]
            + settings.filter { $0.concerned.contains(kind) }.map(\.part) + parts(of: demand)
    }

    /// All that the counts of a summary depend on: objects behind each step and in each plane, and the foreground's share.
    package var partsOfCounts: [RecipePart] {
        let everywhere = settings.filter { $0.concerned.count == OutputKind.all.count }.map(\.part)
        return everywhere + parts(of: countedDemand(for: countedProducts))
    }

    /// What is made for the counts of a summary beside the pixels' foreground: objects, where an output needs them.
    package var countedProducts: Set<Product> {
        RecipeDemand(steps, for: outputs.products).products.intersection([.mask, .labels])
    }

    /// The demand of `wanted` products where the counts are made: the share of foreground belongs to the summary whatever
    /// is written.
    package func countedDemand(for wanted: Set<Product>) -> RecipeDemand {
        var demand = RecipeDemand(steps, for: wanted)
        if foreground != nil { demand.products.insert(.mask) }
        return demand
    }

    /// Classifier, foreground and steps, as far as there is a demand for them.
    private func parts(of demand: RecipeDemand) -> [RecipePart] {
        steps.enumerated().flatMap { place, step in
            if case .classifyPixels(let classifier, _) = step {
                let foreground = demand.products.contains(.mask) ? foregroundParts : []
                return [RecipePart("classifier", "classifier=\(classifier)")] + foreground
            }
            guard demand.places.contains(place) else { return [] }
            let own = RecipePart("step \(step.name)", "step=\(step.identity ?? step.name)")
            return [own]
                + (step.classifier.map { [RecipePart("classifier of \(step.name)", "classifier=\($0)")] } ?? [])
        }
    }
}
