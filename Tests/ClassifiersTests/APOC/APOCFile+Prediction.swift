import Classifiers
import Forests

extension APOCFile {
    /// What the kernel of the file writes for each pixel; class numbers as floats.
    func predict(_ features: [[Float]]) -> [Float] {
        let count = features.first?.count ?? 0
        return switch output {
        case .classMap: forest.classes(of: features, count: count).map { Float($0) }
        case .probability(let number): forest.probabilities(of: features, count: count, classes: [number])[0]
        }
    }
}
