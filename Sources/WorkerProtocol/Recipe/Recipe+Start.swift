package import Imaging

extension Recipe {
    /// The outputs of an earlier result of the same parts (`parts(of:)`) from which this recipe's outputs can be made
    /// without looking at the features of pixels, that which spares most first.
    ///
    /// - Parameter counted: what is made for counts too; nil where the counts are known.
    package func starts(counting counted: Set<Product>?) -> [OutputKind] {
        let written = outputs.products
        let demand = counted.map { countedDemand(for: written.union($0)) } ?? RecipeDemand(steps, for: written)
        guard !demand.products.isEmpty, !demand.products.contains(.features) else { return [] }
        let places = steps.indices
        let givingLabels = places.filter { steps[$0].gives.contains(.labels) }
        let hasClassesOfPixels = steps.contains { if case .connectEachClass = $0 { true } else { false } }
        var starts: [OutputKind] = []
        // The steps up to the labels are not repeated, so they count nothing, and objects have no class but what comes
        // behind them.
        if counted == nil, !hasClassesOfPixels, let last = givingLabels.last,
            written.isDisjoint(with: [.classMap, .probabilities]), !written.isDisjoint(with: [.labels, .mask]),
            demand.places.allSatisfy({ $0 > last || !steps[$0].gives.contains(.objectClasses) })
        {
            starts.append(.labels)
        }
        guard pixelClassifier != nil else { return starts }
        // Where a step changes objects, the mask is what it left of them.
        let isPlain = steps.allSatisfy { step in
            switch step {
            case .classifyPixels, .connectComponents, .classifyObjects: true
            default: false
            }
        }
        if isPlain, foreground != nil, demand.products.isDisjoint(with: [.classMap, .probabilities]) {
            starts.append(.mask)
        }
        if case .threshold = foreground {
            // Those that were written in another type are not what was computed.
            if !demand.products.contains(.classMap), export == nil { starts.append(.probabilities) }
        } else if !demand.products.contains(.probabilities) {
            starts.append(.classes)
        }
        return starts
    }
}
