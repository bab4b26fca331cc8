/// A feature of objects by which APOC's ObjectClassifier and ObjectSelector decide.
package enum ObjectFeature: Sendable, Hashable {
    /// A statistic of the object alone.
    case statistic(ObjectStatistic)
    /// The number of other objects that share a face with it.
    case touchingCount
    /// The mean distance of its centroid to theirs, in pixels; 0 without any.
    case averageDistanceOfTouching
    /// The mean distance of its centroid to the nearest others, at most that many of them, in pixels.
    case averageDistanceOfNearest(Int)
    /// A column of the larger table of neighbours.
    case neighbours(NeighbourStatistic)

    private static let nearest = "average_distance_of_n_nearest_neighbors="

    /// The feature of that name.
    ///
    /// - Throws: what APOC says of a name that it does not know.
    package init(named name: String) throws(ObjectFeatureError) {
        if let statistic = ObjectStatistic(rawValue: name) {
            self = .statistic(statistic)
        } else if name == "touching_neighbor_count" {
            self = .touchingCount
        } else if name == "average_distance_of_touching_neighbors" {
            self = .averageDistanceOfTouching
        } else if name.hasPrefix(Self.nearest) {
            self = .averageDistanceOfNearest(try Self.count(name))
        } else if let statistic = NeighbourStatistic.named[name] {
            self = .neighbours(statistic)
        } else {
            throw name.isEmpty ? .emptyName : .unknown(name)
        }
    }

    /// Whether it depends on the intensity image.
    package var needsIntensity: Bool {
        if case .statistic(let statistic) = self { statistic.needsIntensity } else { false }
    }

    /// The number behind the name, an integer as Python writes it; APOC drops every occurrence of the name before it.
    private static func count(_ name: String) throws(ObjectFeatureError) -> Int {
        let text = name.split(separator: nearest).joined()
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        // Single underscores may stand between digits.
        let groups = digits.split(separator: "_", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let number = Int(groups.joined())
        else { throw .count(text, feature: name) }
        return isNegative ? -number : number
    }
}
