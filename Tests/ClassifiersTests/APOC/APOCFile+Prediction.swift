import Classifiers
import Forests

extension APOCFile {
    /// What the kernel of the file writes for each pixel; class numbers as floats.
    func predict(_ features: [[Float]]) -> [Float] {
        let count = features.first?.count ?? 0
        var result = [Float](repeating: 0, count: count)
        forest.forEachPixel(of: features, count: count) { pixel, votes in
            result[pixel] =
                switch output {
                case .classMap: Float(RandomForest.firstMaximum(votes))
                case .probability(let number): RandomForest.probability(ofClass: number, votes: votes)
                }
        }
        return result
    }
}
