package import Imaging

/// Values of features for pairs of labels, as APOC's ObjectMerger computes its matrices (README.md).
package struct PairFeatureTable {
    /// The largest label that a pixel carries.
    package let count: Int
    private let contacts: ObjectContacts
    private let centroids: ObjectCentroids
    private let statistics: ObjectStatistics

    /// Measures what `features` need.
    ///
    /// - Parameter intensity: the values of the pixels; nil takes the labels for them where statistics are compared, and is
    ///   an error where intensities along faces are asked for, as in APOC.
    package init(
        of features: [PairFeature],
        names: [String],
        labels: LabelImage,
        intensity: [Float]?
    ) throws(ObjectMeasurementError) {
        count = Int(labels.labels.max() ?? 0)
        guard count <= ObjectFeatureTable.largestLabel else { throw .labelTooLarge(count) }
        let place = features.firstIndex(of: .meanTouchIntensity)
        if let place, intensity == nil { throw .noIntensity(feature: names[place]) }
        contacts = ObjectContacts(labels, count: count, intensity: place == nil ? nil : intensity)
        centroids = ObjectCentroids(labels, count: count)
        var wanted: Set<ObjectStatistic> = []
        for case .difference(let statistic) in features { wanted.insert(statistic) }
        let values = intensity ?? labels.labels.map { Float($0) }
        statistics = ObjectStatistics(of: wanted, labels: labels, intensity: values, background: false)
    }

    /// The pairs of objects that touch, each once, the lower label first, in ascending order.
    package var touchingPairs: [(lower: Int, higher: Int)] {
        contacts.pairs.lazy.filter { $0.lower != 0 }.map { ($0.lower, $0.higher) }
    }

    /// The value at column `label` and row `other` of a feature's matrix; `touchPortion` depends on the order of the two.
    package func value(_ feature: PairFeature, _ label: Int, _ other: Int) -> Float {
        switch feature {
        case .meanTouchIntensity:
            let pair = contacts.pair(label, other)
            return (pair?.intensity ?? 0) / (pair?.faces ?? 0)
        case .touchPortion:
            return (contacts.pair(label, other)?.faces ?? 0) / contacts.faces(of: label)
        case .touchCount:
            return contacts.pair(label, other)?.faces ?? 0
        case .centroidDistance:
            return label == 0 || other == 0 ? 0 : centroids.distance(label, other)
        case .difference(let statistic):
            guard label != 0, other != 0 else { return 0 }
            let values = statistics[statistic]
            return ReferencePower.square(values[label] - values[other]).squareRoot()
        }
    }
}
