import Classifiers
import Features
import Forests
import Imaging
import Segmentation

/// The classifier that is measured where none is given: the features of APOC's set `object_size_1_to_5`, two classes, 100
/// trees of depth 4, thresholds where the features of the generated image lie.
enum BenchmarkClassifier {
    private static let trees = 100
    private static let depth = 4
    private static let specification =
        (["original"]
        + ["gaussian_blur", "difference_of_gaussian", "laplace_box_of_gaussian_blur"].flatMap { name in
            (1...5).map { "\(name)=\($0)" }
        }).joined(separator: " ")

    /// The classifier, and the name it is reported by.
    static func make() throws -> (classifier: Classifier, name: String) {
        let plan = try FeaturePlan(FeatureSpecification(parsing: specification))
        let sample = BenchmarkImage(size: .init(width: 96, height: 96), channelCount: 1)
        let features = HostFeatures.evaluate(
            plan,
            plane: sample.plane(channel: 0, slice: 0).map { Float($0) },
            size: sample.size
        )
        var state: UInt64 = 42
        func next(below count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var nodes: [ForestNode] = []
        var weights: [Double] = []
        func grow(_ level: Int) -> Int32 {
            let place = nodes.count
            if level == depth {
                nodes.append(.leaf(Int32(weights.count / 2)))
                let share = Double(next(below: 1001)) / 1000
                weights += [share, 1 - share]
            } else {
                let feature = next(below: features.count)
                let threshold = features[feature][next(below: features[feature].count)]
                nodes.append(.split(feature: Int32(feature), threshold: threshold))
                nodes[place].less = grow(level + 1)
                nodes[place].otherwise = grow(level + 1)
            }
            return Int32(place)
        }
        let roots = (0..<trees).map { _ in grow(0) }
        let forest = RandomForest(
            featureCount: features.count,
            classCount: 2,
            roots: roots,
            nodes: nodes,
            leafWeights: weights,
            depth: depth
        )
        let name = "built in: \(features.count) features, \(trees) trees of depth \(depth)"
        return (Classifier(plan: plan, forest: forest, positiveClass: 2), name)
    }
}
