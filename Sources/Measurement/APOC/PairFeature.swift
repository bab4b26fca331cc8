/// A feature of two objects by which APOC's ObjectMerger decides whether they are one.
package enum PairFeature: Sendable, Hashable {
    /// The mean intensity, cut to whole numbers, along the faces between the two.
    case meanTouchIntensity
    /// The share of the faces of the first object that it shares with the second.
    case touchPortion
    /// The number of faces between the two.
    case touchCount
    /// The distance of their centroids, in pixels.
    case centroidDistance
    /// How much a statistic of the two differs.
    case difference(ObjectStatistic)

    /// The statistics that may be compared.
    private static let compared: [ObjectStatistic] = [
        .meanIntensity, .standardDeviationIntensity, .area, .centroidRatio,
    ]

    /// The feature of that name; the ending `_difference` may be there or not, as in APOC.
    ///
    /// - Throws: what APOC says of a name that it does not know.
    package init(named name: String) throws(ObjectFeatureError) {
        switch name {
        case "mean_touch_intensity": self = .meanTouchIntensity
        case "touch_portion": self = .touchPortion
        case "touch_count": self = .touchCount
        case "centroid_distance": self = .centroidDistance
        default:
            let statistic = ObjectStatistic(rawValue: name.split(separator: "_difference").joined())
            guard let statistic, Self.compared.contains(statistic) else { throw .unknownOfPairs(name) }
            self = .difference(statistic)
        }
    }

    /// Whether it depends on the intensity image.
    package var needsIntensity: Bool {
        switch self {
        case .meanTouchIntensity: true
        case .touchPortion, .touchCount, .centroidDistance: false
        case .difference(let statistic): statistic.needsIntensity
        }
    }
}
