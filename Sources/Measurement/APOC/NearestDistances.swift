/// The distances from each object to its nearest ones, in the reference's way, which inserts them one by one into a list.
///
/// Labels that no pixel carries have the distance NaN, which fills a place of the list that nothing takes away again:
/// they matter where they are among the first that are inserted, and only then the list is played through.
struct NearestDistances {
    private let centroids: ObjectCentroids
    private let tree: FloatCentroidTree
    /// The first label that no pixel carries; nil where there is none.
    private let firstAbsent: Int?

    /// Objects for which lists are played through, at most: it takes the square of their number in steps.
    static let mostPlayed = 30_000

    init(_ centroids: ObjectCentroids) {
        self.centroids = centroids
        tree = FloatCentroidTree(centroids)
        firstAbsent = (1..<max(centroids.count, 1)).first { !centroids.isPresent($0) }
    }

    /// Whether lists of that length have to be played through for every object.
    func mustBePlayed(_ length: Int) -> Bool { firstAbsent.map { $0 - 1 <= length } ?? false }

    /// The list of at most `length` other objects, ascending but for NaN.
    ///
    /// - Parameter own: the distance of an object to itself, where it is one of the list.
    func distances(from label: Int, length: Int, own: Float? = nil) -> [Float] {
        guard length > 0 else { return [] }
        if !centroids.isPresent(label) { return absent(label, length: length, own: own) }
        if mustBePlayed(length) { return played(from: label, length: length, own: own) }
        let others = tree.nearest(length, to: label)
        // It is larger than any other distance.
        guard let own, others.count < length else { return others }
        return others + [own]
    }

    /// What playing leaves for a label that no pixel carries: all distances from it are NaN, and stay where they came.
    private func absent(_ label: Int, length: Int, own: Float?) -> [Float] {
        let others = centroids.count - (own == nil ? 1 : 0)
        var list = [Float](repeating: .nan, count: max(0, min(length, others)))
        if let own, list.indices.contains(label - 1) { list[label - 1] = own }
        return list
    }

    private func played(from label: Int, length: Int, own: Float?) -> [Float] {
        var list: [Float] = []
        var limit = Double.infinity
        for other in (0...centroids.count).dropFirst() where other != label || own != nil {
            var distance = Float.nan
            if other == label, let own {
                distance = own
            } else if centroids.isPresent(label), centroids.isPresent(other) {
                // What is larger than the last number of a full list changes nothing.
                guard list.count < length || centroids.approximateSquare(label, other) <= limit else { continue }
                distance = centroids.distance(label, other)
            }
            insert(distance, into: &list, length: length)
            if list.count == length {
                let last = Double(list.last { !$0.isNaN } ?? -1)
                limit = last < 0 ? -1 : last * last * ObjectCentroids.doubt
            }
        }
        return list
    }

    private func insert(_ distance: Float, into list: inout [Float], length: Int) {
        if list.count < length { list.append(distance) }
        for place in list.indices.reversed() {
            if distance > list[place] { return }
            if distance < list[place], place == 0 || distance >= list[place - 1] {
                list.removeLast()
                list.insert(distance, at: place)
                return
            }
        }
    }
}
