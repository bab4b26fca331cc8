package import Imaging

/// APOC's statistics of the background and of every object of a plane or volume, to the bit of its reference (README.md).
///
/// Columns run from label 0, the background, to the largest label that a pixel carries. Labels that no pixel carries
/// have a column too: area 0, NaN where something is divided by it, ±3.4e38 for extremes.
package struct ObjectStatistics: Sendable {
    /// The largest label that a pixel carries.
    package let count: Int
    private var columns: [ObjectStatistic: [Float]] = [:]

    /// Measures the statistics in `wanted`.
    ///
    /// Reads the pixels once, and a second time where distances to centres or deviations are wanted. Memory grows with
    /// the number of objects only.
    ///
    /// - Parameters:
    ///   - intensity: the values of the pixels, one a label; nil takes the labels plus 1 for them, as ObjectClassifier does.
    ///   - background: whether distances and deviations of the background are measured; they are 0 or NaN otherwise.
    package init(
        of wanted: Set<ObjectStatistic>,
        labels: LabelImage,
        intensity: [Float]?,
        background: Bool = true
    ) {
        precondition(intensity.map { $0.count == labels.labels.count } ?? true)
        let count = Int(labels.labels.max() ?? 0)
        self.count = count
        let needsIntensity = wanted.contains(where: \.needsIntensity)
        let values = needsIntensity ? intensity ?? labels.labels.map { Float($0) + 1 } : []
        let sums = ObjectSums.sums(of: labels, count: count, intensity: needsIntensity ? values : nil)
        add(sums, wanted)
        guard wanted.contains(where: \.needsSecondPass) else { return }
        let centres = sums.map {
            ObjectDeviations.Centres(
                x: $0.x / $0.area,
                y: $0.y / $0.area,
                z: $0.z / $0.area,
                massX: $0.intensityX / $0.intensity,
                massY: $0.intensityY / $0.intensity,
                massZ: $0.intensityZ / $0.intensity,
                meanIntensity: $0.intensity / $0.area,
                area: $0.area
            )
        }
        let ofCentroid: Set<ObjectStatistic> = [
            .sumDistanceToCentroid, .meanDistanceToCentroid, .maximumDistanceToCentroid, .centroidRatio,
        ]
        let ofMassCentre: Set<ObjectStatistic> = [
            .sumDistanceToMassCentre, .meanDistanceToMassCentre, .maximumDistanceToMassCentre, .massCentreRatio,
        ]
        let deviations = ObjectDeviations.sums(
            of: labels,
            centres: centres,
            intensity: values,
            wanted: ObjectDeviations.Wanted(
                centroid: !ofCentroid.isDisjoint(with: wanted),
                massCentre: !ofMassCentre.isDisjoint(with: wanted),
                variance: wanted.contains(.standardDeviationIntensity),
                background: background
            )
        )
        add(deviations, areas: sums.map(\.area), wanted)
    }

    /// The column of a statistic, by label.
    ///
    /// - Precondition: it was wanted.
    package subscript(statistic: ObjectStatistic) -> [Float] {
        guard let column = columns[statistic] else { preconditionFailure("\(statistic.rawValue) was not measured") }
        return column
    }

    private mutating func add(_ sums: [ObjectSums], _ wanted: Set<ObjectStatistic>) {
        for statistic in wanted {
            let value: (ObjectSums) -> Float
            switch statistic {
            // The reference measures labels + 1, so that the background has the number 1.
            case .label:
                columns[statistic] = sums.indices.map { Float($0 + 1) }
                continue
            case .originalLabel:
                columns[statistic] = sums.indices.map { Float($0) }
                continue
            case .firstColumn: value = \.minimumX
            case .firstRow: value = \.minimumY
            case .firstSlice: value = \.minimumZ
            case .lastColumn: value = \.maximumX
            case .lastRow: value = \.maximumY
            case .lastSlice: value = \.maximumZ
            case .width: value = { $0.maximumX - $0.minimumX + 1 }
            case .height: value = { $0.maximumY - $0.minimumY + 1 }
            case .depth: value = { $0.maximumZ - $0.minimumZ + 1 }
            case .minimumIntensity: value = \.minimumIntensity
            case .maximumIntensity: value = \.maximumIntensity
            case .sumIntensity: value = \.intensity
            case .area: value = \.area
            case .meanIntensity: value = { $0.intensity / $0.area }
            case .sumIntensityTimesX: value = \.intensityX
            case .sumIntensityTimesY: value = \.intensityY
            case .sumIntensityTimesZ: value = \.intensityZ
            case .massCentreX: value = { $0.intensityX / $0.intensity }
            case .massCentreY: value = { $0.intensityY / $0.intensity }
            case .massCentreZ: value = { $0.intensityZ / $0.intensity }
            case .sumX: value = \.x
            case .sumY: value = \.y
            case .sumZ: value = \.z
            case .centroidX: value = { $0.x / $0.area }
            case .centroidY: value = { $0.y / $0.area }
            case .centroidZ: value = { $0.z / $0.area }
            case .sumDistanceToCentroid, .meanDistanceToCentroid, .sumDistanceToMassCentre, .meanDistanceToMassCentre,
                .standardDeviationIntensity, .maximumDistanceToCentroid, .maximumDistanceToMassCentre, .centroidRatio,
                .massCentreRatio:
                continue
            }
            columns[statistic] = sums.map(value)
        }
    }

    private mutating func add(_ deviations: [ObjectDeviations], areas: [Float], _ wanted: Set<ObjectStatistic>) {
        for statistic in wanted where statistic.needsSecondPass {
            let value: (ObjectDeviations, Float) -> Float
            switch statistic {
            case .sumDistanceToCentroid: value = { sums, _ in sums.sumToCentroid }
            case .meanDistanceToCentroid: value = { $0.sumToCentroid / $1 }
            case .maximumDistanceToCentroid: value = { sums, _ in sums.maximumToCentroid }
            case .centroidRatio: value = { $0.maximumToCentroid / ($0.sumToCentroid / $1) }
            case .sumDistanceToMassCentre: value = { sums, _ in sums.sumToMassCentre }
            case .meanDistanceToMassCentre: value = { $0.sumToMassCentre / $1 }
            case .maximumDistanceToMassCentre: value = { sums, _ in sums.maximumToMassCentre }
            case .massCentreRatio: value = { $0.maximumToMassCentre / ($0.sumToMassCentre / $1) }
            default: value = { sums, _ in ReferencePower.squareRoot(sums.variance) }
            }
            columns[statistic] = zip(deviations, areas).map(value)
        }
    }
}
