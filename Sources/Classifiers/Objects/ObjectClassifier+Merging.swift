import Forests
package import Imaging
package import Measurement

extension ObjectClassifier {
    /// The objects after those that the forest takes for one are joined.
    ///
    /// Objects that touch are joined where class 1 wins for one of the two orders of the pair. They are numbered from 1 by
    /// the largest old label of each; an old label that no pixel carries keeps a number, so that gaps stay, as in APOC.
    ///
    /// - Parameter intensity: one channel of the image, of which APOC takes the first.
    /// - Throws: where a feature needs the intensity image and there is none.
    /// - Precondition: an ObjectMerger.
    package func merged(
        _ labels: LabelImage,
        intensity: PixelValues?
    ) throws(ObjectMeasurementError) -> RenumberedObjects {
        guard case .pairs(let features) = inputs else { preconditionFailure("\(kind) merges nothing") }
        let table = try PairFeatureTable(
            of: features,
            names: featureNames,
            labels: labels,
            intensity: intensity?.floats
        )
        let pairs = table.touchingPairs
        let planes = features.map { feature in
            pairs.flatMap { [table.value(feature, $0.lower, $0.higher), table.value(feature, $0.higher, $0.lower)] }
        }
        var parents = Array(0...table.count)
        forest.forEachPixel(of: planes, count: 2 * pairs.count) { index, votes in
            guard RandomForest.firstMaximum(votes) == Self.mergingClass else { return }
            Self.join(pairs[index / 2].lower, pairs[index / 2].higher, &parents)
        }
        // The root of each set is its largest label.
        let roots = parents.indices.map { Self.root(of: $0, &parents) }
        var numbers = [UInt32](repeating: 0, count: max(labels.count, table.count) + 1)
        var next: UInt32 = 0
        for label in roots.indices.dropFirst() where roots[label] == label {
            next += 1
            numbers[label] = next
        }
        for label in roots.indices.dropFirst() { numbers[label] = numbers[roots[label]] }
        return RenumberedObjects(labels, numbers: numbers)
    }

    /// Joins two sets of a union-find forest (R. E. Tarjan, 1975) under the larger root.
    private static func join(_ label: Int, _ other: Int, _ parents: inout [Int]) {
        let (a, b) = (root(of: label, &parents), root(of: other, &parents))
        parents[min(a, b)] = max(a, b)
    }

    /// The root of a label; halves the way to it.
    private static func root(of label: Int, _ parents: inout [Int]) -> Int {
        var label = label
        while parents[label] != label {
            parents[label] = parents[parents[label]]
            label = parents[label]
        }
        return label
    }
}
