/// A k-d tree of centroids (J. L. Bentley, 1975): the nearest of half a million are found without looking at all.
struct FloatCentroidTree {
    private let centroids: ObjectCentroids
    /// The labels; the middle of a range parts it by one coordinate, recursively.
    private var labels: [Int32]
    /// Their centroids.
    private var points: [SIMD3<Double>] = []
    /// The coordinate by which the label at that place parts its range.
    private var axes: [UInt8]

    /// Ranges of so many labels are not parted further.
    private static let leafSize = 8

    /// A tree of all labels that some pixel carries.
    init(_ centroids: ObjectCentroids) {
        self.centroids = centroids
        labels = (0...centroids.count).dropFirst().filter(centroids.isPresent).map(Int32.init)
        axes = [UInt8](repeating: 0, count: labels.count)
        build(labels.indices)
        points = labels.map { SIMD3<Double>(centroids.points[Int($0)]) }
    }

    /// The distances of the nearest objects to `label`, at most `count` of them, ascending.
    ///
    /// The tree compares squares in double; what they leave in doubt is decided by the reference's distances.
    func nearest(_ count: Int, to label: Int) -> [Float] {
        let count = min(count, labels.count)
        var search = Search(count: count)
        search.squares.reserveCapacity(count)
        search.candidates.reserveCapacity(4 * count)
        find(labels.indices, label, SIMD3<Double>(centroids.points[label]), &search)
        let limit = search.limit
        let distances = search.candidates.filter { $0.square <= limit }.map { centroids.distance(label, $0.label) }
        return Array(distances.sorted().prefix(count))
    }

    private struct Search {
        let count: Int
        /// The smallest squares so far, ascending.
        var squares: [Double] = []
        var candidates: [(square: Double, label: Int)] = []

        /// Larger squares cannot be among the nearest.
        var limit: Double { squares.count < count ? .infinity : squares[count - 1] * ObjectCentroids.doubt }

        mutating func look(_ square: Double, _ label: Int) {
            candidates.append((square, label))
            if squares.count < count {
                squares.append(square)
            } else if square < squares[count - 1] {
                squares[count - 1] = square
            } else {
                return
            }
            var place = squares.count - 1
            while place > 0, squares[place - 1] > squares[place] {
                squares.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private func find(_ range: Range<Int>, _ label: Int, _ point: SIMD3<Double>, _ search: inout Search) {
        guard range.count > Self.leafSize else {
            for place in range { look(place, label, point, &search) }
            return
        }
        let middle = (range.lowerBound + range.upperBound) / 2
        let axis = Int(axes[middle])
        let offset = point[axis] - points[middle][axis]
        let (lower, upper) = (range.lowerBound..<middle, middle + 1..<range.upperBound)
        find(offset < 0 ? lower : upper, label, point, &search)
        look(middle, label, point, &search)
        if offset * offset <= search.limit { find(offset < 0 ? upper : lower, label, point, &search) }
    }

    private func look(_ place: Int, _ label: Int, _ point: SIMD3<Double>, _ search: inout Search) {
        let difference = points[place] - point
        let squares = difference * difference
        let square = squares.x + squares.y + squares.z
        guard square <= search.limit, Int(labels[place]) != label else { return }
        search.look(square, Int(labels[place]))
    }

    /// Parts a range by the coordinate in which it is widest.
    private mutating func build(_ range: Range<Int>) {
        guard range.count > Self.leafSize else { return }
        var (least, most) = (point(range.lowerBound), point(range.lowerBound))
        for place in range {
            least = pointwiseMin(least, point(place))
            most = pointwiseMax(most, point(place))
        }
        let widths = most - least
        var axis = 0
        for other in 1..<3 where widths[other] > widths[axis] { axis = other }
        let middle = (range.lowerBound + range.upperBound) / 2
        select(middle, in: range, axis: axis)
        axes[middle] = UInt8(axis)
        build(range.lowerBound..<middle)
        build(middle + 1..<range.upperBound)
    }

    /// Brings to `place` what stands there when the range is sorted, smaller ones before and larger ones behind it
    /// (C. A. R. Hoare's quickselect).
    private mutating func select(_ place: Int, in range: Range<Int>, axis: Int) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            let pivot = point((low + high) / 2)[axis]
            var (left, right) = (low, high)
            while left <= right {
                while point(left)[axis] < pivot { left += 1 }
                while point(right)[axis] > pivot { right -= 1 }
                if left <= right {
                    labels.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if place <= right { high = right } else if place >= left { low = left } else { return }
        }
    }

    /// The centroid at a place while the tree is built.
    private func point(_ place: Int) -> SIMD3<Float> { centroids.points[Int(labels[place])] }
}
