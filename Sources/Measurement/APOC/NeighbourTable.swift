import Imaging

/// The columns of APOC's larger table of neighbours, of the objects as they are or dilated.
struct NeighbourTable {
    private let labels: LabelImage
    private let count: Int
    private let contacts: ObjectContacts
    private let centroids: ObjectCentroids
    /// The distances of objects that are near each other.
    private let nearest: NearestDistances

    /// Objects whose distances to all others are looked at, at most.
    static let mostCompared = 50_000

    init(_ labels: LabelImage, count: Int) {
        (self.labels, self.count) = (labels, count)
        contacts = ObjectContacts(labels, count: count)
        centroids = ObjectCentroids(labels, count: count)
        nearest = NearestDistances(centroids)
    }

    /// A column, by label; that of the background is 0.
    ///
    /// - Throws: where there are too many objects for a quantity that compares all with all.
    func column(_ quantity: NeighbourStatistic.Quantity, name: String) throws(ObjectMeasurementError) -> [Float] {
        switch quantity {
        case .touchingCount: return perObject { Float(contacts.objects(besides: $0).count) }
        case .minimumDistanceOfTouching: return perObject { touchingDistances($0).min() ?? 0 }
        case .averageDistanceOfTouching: return perObject { Self.average(touchingDistances($0)) ?? 0 }
        case .maximumDistanceOfTouching: return perObject { touchingDistances($0).max() ?? 0 }
        case .distanceRatioOfTouching:
            return perObject { (touchingDistances($0).max() ?? 0) / (touchingDistances($0).min() ?? 0) }
        case .proximalCount(let distance):
            try refuse(count > Self.mostCompared, name, Self.mostCompared)
            return proximalCounts(Float(distance))
        case .distanceToMostDistant:
            try refuse(count > Self.mostCompared, name, Self.mostCompared)
            return perObject(mostDistant)
        case .maximumDistanceOfNearest(let length):
            try refuse(needsTooManySteps(length), name, NearestDistances.mostPlayed)
            return perObject { nearest.distances(from: $0, length: length).filter { !$0.isNaN }.max() ?? -1 }
        case .averageDistanceOfNearest(let length):
            try refuse(needsTooManySteps(length), name, NearestDistances.mostPlayed)
            // An object stands in its own list, farther away than any other; that is seen where there are few others.
            let own = count > length && !nearest.mustBePlayed(length) ? 0 : largestDistance() + 1
            return perObject { Self.average(nearest.distances(from: $0, length: length, own: own)) ?? .nan }
        case .countAbovePortion(let least):
            return perObject { label in Float(touchPortions(label).count { $0 > least && $0 < 1.1 }) }
        case .touchCountSum: return perObject { touchCounts($0).reduce(0, +) }
        case .minimumTouchCount: return smallest { touchCounts($0) }
        case .maximumTouchCount: return perObject { touchCounts($0).max() ?? 0 }
        case .minimumTouchPortion: return smallest { touchPortions($0) }
        case .maximumTouchPortion: return perObject { touchPortions($0).max() ?? 0 }
        case .standardDeviationTouchPortion: return perObject(portionDeviation)
        }
    }

    /// The mean distance of each object to those it touches; 0 without any.
    var averageDistancesOfTouching: [Float] { perObject { Self.average(touchingDistances($0)) ?? 0 } }

    /// How many objects each touches.
    var touchingCounts: [Float] { perObject { Float(contacts.objects(besides: $0).count) } }

    /// The means of the lists of nearest objects, a column a length; the background's is 0, and NaN where the list is empty.
    ///
    /// - Parameter features: the lengths of the lists, and how they are called.
    func averageDistancesOfNearest(
        _ features: [(length: Int, name: String)]
    ) throws(ObjectMeasurementError) -> [Int: [Float]] {
        for (length, name) in features { try refuse(needsTooManySteps(length), name, NearestDistances.mostPlayed) }
        let lengths = Array(Set(features.map(\.length)))
        let longest = lengths.max() ?? 0
        var columns = lengths.map { length in
            [length > 0 && count > 0 ? 0 : .nan] + [Float](repeating: .nan, count: count)
        }
        for label in (0...count).dropFirst() {
            // A shorter list is the beginning of a longer one, unless absent labels stand in it.
            let isShared = centroids.isPresent(label) && !nearest.mustBePlayed(longest)
            let list = isShared ? nearest.distances(from: label, length: longest) : []
            for (column, length) in lengths.enumerated() {
                let own = isShared ? list.prefix(max(length, 0)) : nearest.distances(from: label, length: length)[...]
                columns[column][label] = Self.average(Array(own)) ?? .nan
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(lengths, columns))
    }

    private func perObject(_ value: (Int) -> Float) -> [Float] {
        [0] + (0...count).dropFirst().map(value)
    }

    private func refuse(_ isTooMuch: Bool, _ name: String, _ limit: Int) throws(ObjectMeasurementError) {
        if isTooMuch { throw .tooManyObjects(feature: name, count: count, limit: limit) }
    }

    private func needsTooManySteps(_ length: Int) -> Bool {
        nearest.mustBePlayed(length) && count > NearestDistances.mostPlayed
    }

    /// In the order of the labels, in which the reference adds them.
    private func touchingDistances(_ label: Int) -> [Float] {
        contacts.objects(besides: label).map { centroids.distance(label, $0.label) }
    }

    private static func average(_ distances: [Float]) -> Float? {
        distances.isEmpty ? nil : distances.reduce(0, +) / Float(distances.count)
    }

    private func touchCounts(_ label: Int) -> [Float] { contacts.objects(besides: label).map(\.pair.faces) }

    private func touchPortions(_ label: Int) -> [Float] {
        let all = contacts.faces(of: label)
        return touchCounts(label).map { $0 / all }
    }

    /// The smallest value of each object, or where it has none, the largest of all objects.
    private func smallest(_ values: (Int) -> [Float]) -> [Float] {
        let rows = (0...count).dropFirst().map(values)
        let largest = rows.lazy.compactMap { $0.max() }.max() ?? 0
        return [0] + rows.map { $0.min() ?? largest }
    }

    /// The mean absolute difference of the touched portions from equal ones; the background counts as a neighbour.
    private func portionDeviation(_ label: Int) -> Float {
        let faces = contacts.neighbours(of: label).map(\.pair.faces)
        let all = faces.reduce(0, +)
        let number = Float(faces.count)
        let mean = Float(1 / Double(number))
        return faces.reduce(0) { $0 + ($1 / all - mean).magnitude / number }
    }

    private func proximalCounts(_ distance: Float) -> [Float] {
        let square = Double(distance) * Double(distance)
        let (sure, possible) = (square / ObjectCentroids.doubt, square * ObjectCentroids.doubt)
        var counts = [Float](repeating: 0, count: count + 1)
        let present = (0...count).dropFirst().filter(centroids.isPresent)
        for (index, label) in present.enumerated() {
            for other in present[..<index] {
                let approximate = centroids.approximateSquare(label, other)
                guard approximate <= possible else { continue }
                guard approximate < sure || centroids.distance(label, other) <= distance else { continue }
                counts[label] += 1
                counts[other] += 1
            }
        }
        return counts
    }

    /// The distance of the object that is farthest away; NaN where the first other label is absent, as in the reference.
    private func mostDistant(_ label: Int) -> Float {
        let first = label == 1 ? 2 : 1
        guard first <= count, centroids.isPresent(first), centroids.isPresent(label) else { return .nan }
        var (farthest, square) = (centroids.distance(label, first), 0.0)
        for other in first...count where other != label {
            let approximate = centroids.approximateSquare(label, other)
            guard approximate * ObjectCentroids.doubt >= square else { continue }
            let distance = centroids.distance(label, other)
            if distance > farthest {
                farthest = distance
                square = approximate
            }
        }
        return farthest
    }

    /// The largest distance between any two objects.
    private func largestDistance() -> Float {
        (0...count).dropFirst().lazy.map(mostDistantOfPresent).max() ?? 0
    }

    private func mostDistantOfPresent(_ label: Int) -> Float {
        var farthest: Float = 0
        guard centroids.isPresent(label) else { return 0 }
        for other in (0...count).dropFirst() where centroids.isPresent(other) {
            farthest = max(farthest, centroids.distance(label, other))
        }
        return farthest
    }
}
