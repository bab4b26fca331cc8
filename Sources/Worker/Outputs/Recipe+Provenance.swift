import WorkerProtocol

extension Recipe {
    /// By what the file of an output was made, for people who find it alone; steps that it does not depend on are left out,
    /// so that it stays the same when they change.
    func provenance(of kind: OutputKind) -> String {
        let start = pixelClassifier.map { "classifier sha256 \($0)" } ?? "labels \(labelsPattern ?? "")"
        let places = RecipeDemand(steps, for: [kind].products).places
        let others = steps.enumerated().compactMap { place, step in
            if case .classifyPixels = step { return String?.none }
            return places.contains(place) ? step.classifier.map { "\(step.name) sha256 \($0)" } : nil
        }
        return ([start] + others).joined(separator: ", ")
    }
}
