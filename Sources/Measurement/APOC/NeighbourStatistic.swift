/// A column of APOC's larger table of neighbours, `statistics_of_labelled_neighbors` in pyclesperanto_prototype.
package struct NeighbourStatistic: Sendable, Hashable {
    /// What is measured.
    package enum Quantity: Sendable, Hashable {
        case touchingCount
        case minimumDistanceOfTouching
        case averageDistanceOfTouching
        case maximumDistanceOfTouching
        case distanceRatioOfTouching
        /// Other objects whose centroid is at most that many pixels away.
        case proximalCount(Int)
        case maximumDistanceOfNearest(Int)
        case averageDistanceOfNearest(Int)
        case distanceToMostDistant
        /// Objects with which more than that share of the touching faces is shared.
        case countAbovePortion(Float)
        case touchCountSum
        case minimumTouchCount
        case maximumTouchCount
        case minimumTouchPortion
        case maximumTouchPortion
        case standardDeviationTouchPortion
    }

    package var quantity: Quantity
    /// How far objects are dilated before they are looked at, in steps of one pixel: 0, 5 or 10.
    package var dilation: Int

    /// Every column by its name.
    package static let named: [String: NeighbourStatistic] = Dictionary(uniqueKeysWithValues: all)

    /// The columns that are there for dilated objects too.
    private static let ofTouching: [(String, Quantity)] = [
        ("touching_neighbor_count", .touchingCount),
        ("minimum_distance_of_touching_neighbors", .minimumDistanceOfTouching),
        ("average_distance_of_touching_neighbors", .averageDistanceOfTouching),
        ("maximum_distance_of_touching_neighbors", .maximumDistanceOfTouching),
        ("max_min_distance_ratio_of_touching_neighbors", .distanceRatioOfTouching),
        ("touch_count_sum", .touchCountSum),
        ("minimum_touch_count", .minimumTouchCount),
        ("maximum_touch_count", .maximumTouchCount),
        ("minimum_touch_portion", .minimumTouchPortion),
        ("maximum_touch_portion", .maximumTouchPortion),
    ]

    private static let ofOthers: [(String, Quantity)] =
        [10, 20, 40, 80, 160].map { ("proximal_neighbor_count_d\($0)", .proximalCount($0)) }
        + [1, 2, 3, 4, 5, 6, 7, 8, 10, 20].flatMap {
            [
                ("maximum_distance_of_n\($0)_nearest_neighbors", .maximumDistanceOfNearest($0)),
                ("average_distance_of_n\($0)_nearest_neighbors", .averageDistanceOfNearest($0)),
            ]
        }
        + [("0", 0), ("0.16", 0.16), ("0.2", 0.2), ("0.33", 0.33), ("0.5", 0.5), ("0.75", 0.75)].map {
            ("touch_portion_above_\($0.0)_neighbor_count", .countAbovePortion($0.1))
        }
        + [
            ("distance_to_most_distant_other", .distanceToMostDistant),
            ("standard_deviation_touch_portion", .standardDeviationTouchPortion),
        ]

    private static let all: [(String, NeighbourStatistic)] =
        (ofTouching + ofOthers).map { ($0.0, NeighbourStatistic(quantity: $0.1, dilation: 0)) }
        + [5, 10].flatMap { radius in
            ofTouching.map { ("\($0.0)_dilated_r_\(radius)", NeighbourStatistic(quantity: $0.1, dilation: radius)) }
        }
}
