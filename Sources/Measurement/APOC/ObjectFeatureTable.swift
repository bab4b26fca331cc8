package import Imaging

/// Values of features for every label of a plane or volume, to the bit of APOC's reference (README.md).
package enum ObjectFeatureTable {
    /// The largest label that float32 tells from the next.
    static let largestLabel = 1 << 24

    /// A column a feature, each by label from 0, the background, to the largest label that a pixel carries.
    ///
    /// Columns of the background and of labels that no pixel carries are as APOC has them: some NaN, some not.
    ///
    /// - Parameters:
    ///   - intensity: the values of the pixels; nil takes the labels plus 1 for them, as ObjectClassifier does.
    ///   - background: whether all of the background is measured, which takes time and decides nothing.
    package static func columns(
        of features: [ObjectFeature],
        names: [String],
        labels: LabelImage,
        intensity: [Float]?,
        background: Bool = true
    ) throws(ObjectMeasurementError) -> [[Float]] {
        let count = Int(labels.labels.max() ?? 0)
        guard count <= largestLabel else { throw .labelTooLarge(count) }
        var wanted: Set<ObjectStatistic> = []
        for case .statistic(let statistic) in features { wanted.insert(statistic) }
        let statistics =
            wanted.isEmpty
            ? nil : ObjectStatistics(of: wanted, labels: labels, intensity: intensity, background: background)
        var tables: [Int: NeighbourTable] = [:]
        func table(dilation: Int) -> NeighbourTable {
            if let table = tables[dilation] { return table }
            let table = NeighbourTable(dilation == 0 ? labels : labels.dilated(by: dilation), count: count)
            tables[dilation] = table
            return table
        }
        var lengths: [(length: Int, name: String)] = []
        for case (.averageDistanceOfNearest(let length), let name) in zip(features, names) {
            lengths.append((length, name))
        }
        let nearest = lengths.isEmpty ? [:] : try table(dilation: 0).averageDistancesOfNearest(lengths)
        var columns: [[Float]] = []
        for (feature, name) in zip(features, names) {
            switch feature {
            case .statistic(let statistic):
                // APOC adds 0, which takes the sign of -0 away.
                columns.append((statistics?[statistic] ?? []).map { $0 + 0 })
            case .touchingCount: columns.append(table(dilation: 0).touchingCounts)
            case .averageDistanceOfTouching: columns.append(table(dilation: 0).averageDistancesOfTouching)
            case .averageDistanceOfNearest(let length): columns.append(nearest[length] ?? [])
            case .neighbours(let statistic):
                columns.append(try table(dilation: statistic.dilation).column(statistic.quantity, name: name))
            }
        }
        return columns
    }

    /// APOC's statistics of single objects for a table of measurements: name and values by label from 0.
    ///
    /// `label` and `original_label` are left out, distances and deviations of the background not measured; without an intensity image, all that depends on one.
    package static func statistics(
        of labels: LabelImage,
        intensity: [Float]?
    ) -> [(name: String, values: [Float])] {
        let wanted = ObjectStatistic.allCases.filter {
            $0 != .label && $0 != .originalLabel && (intensity != nil || !$0.needsIntensity)
        }
        let statistics = ObjectStatistics(of: Set(wanted), labels: labels, intensity: intensity, background: false)
        return wanted.map { ($0.rawValue, statistics[$0]) }
    }
}
