import WorkerProtocol

extension Recipe {
    /// By what a file was made, for people who find it alone.
    var provenance: String {
        let start = pixelClassifier.map { "classifier sha256 \($0)" } ?? "labels \(labelsPattern ?? "")"
        let others = steps.compactMap { step in
            if case .classifyPixels = step { return String?.none }
            return step.classifier.map { "\(step.name) sha256 \($0)" }
        }
        return ([start] + others).joined(separator: ", ")
    }
}
