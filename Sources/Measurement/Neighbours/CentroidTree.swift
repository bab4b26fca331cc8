/// Finds the nearest other object by its centroid (a k-d tree; J. L. Bentley, CACM 18, 1975).
///
/// 32 bytes an object. Of several nearest it is the one with the lowest label.
struct CentroidTree: Sendable {
    struct Entry: Sendable {
        var label: Int
        /// Slice, row and column, in the unit in which distances are asked.
        var place: (Double, Double, Double)

        /// Along an axis.
        subscript(axis: Int) -> Double { axis == 0 ? place.0 : axis == 1 ? place.1 : place.2 }

        func squaredDistance(to other: Entry) -> Double {
            let (z, y, x) = (place.0 - other.place.0, place.1 - other.place.1, place.2 - other.place.2)
            return z * z + y * y + x * x
        }
    }

    /// Below this number of entries all are looked at.
    private static let leafSize = 8
    /// Sorted such that the middle entry of each range divides it along the range's axis.
    private var entries: [Entry]
    /// The axis along which the range with that middle is divided; by the middle's index.
    private var axes: [UInt8]

    init(_ entries: [Entry]) {
        self.entries = entries
        axes = [UInt8](repeating: 0, count: entries.count)
        self.entries.withUnsafeMutableBufferPointer { entries in
            axes.withUnsafeMutableBufferPointer { Self.divide(entries, $0, 0..<entries.count) }
        }
    }

    /// The nearest other object and its distance; label 0 and NaN if there is none.
    func nearest(to entry: Entry) -> (label: Int, distance: Double) {
        var best = (label: 0, squared: Double.infinity)
        entries.withUnsafeBufferPointer { entries in
            axes.withUnsafeBufferPointer { Self.search(entries, $0, 0..<entries.count, entry, &best) }
        }
        return best.label == 0 ? (0, .nan) : (best.label, best.squared.squareRoot())
    }

    private static func divide(
        _ entries: UnsafeMutableBufferPointer<Entry>,
        _ axes: UnsafeMutableBufferPointer<UInt8>,
        _ range: Range<Int>
    ) {
        guard range.count > leafSize else { return }
        let extents = (0..<3).map { axis in
            let ends = range.reduce(into: (Double.infinity, -Double.infinity)) { ends, index in
                ends = (min(ends.0, entries[index][axis]), max(ends.1, entries[index][axis]))
            }
            return ends.1 - ends.0
        }
        let axis = extents[1] >= extents[0] ? (extents[2] > extents[1] ? 2 : 1) : (extents[2] > extents[0] ? 2 : 0)
        let middle = range.lowerBound + range.count / 2
        UnsafeMutableBufferPointer(rebasing: entries[range]).partition(around: range.count / 2) { $0[axis] < $1[axis] }
        axes[middle] = UInt8(axis)
        divide(entries, axes, range.lowerBound..<middle)
        divide(entries, axes, middle + 1..<range.upperBound)
    }

    private static func search(
        _ entries: UnsafeBufferPointer<Entry>,
        _ axes: UnsafeBufferPointer<UInt8>,
        _ range: Range<Int>,
        _ entry: Entry,
        _ best: inout (label: Int, squared: Double)
    ) {
        guard range.count > leafSize else {
            for index in range { compare(entries[index], entry, &best) }
            return
        }
        let middle = range.lowerBound + range.count / 2
        let axis = Int(axes[middle])
        let offset = entry[axis] - entries[middle][axis]
        let (below, above) = (range.lowerBound..<middle, middle + 1..<range.upperBound)
        search(entries, axes, offset < 0 ? below : above, entry, &best)
        compare(entries[middle], entry, &best)
        // As near as the best is near enough: the label may be lower.
        if offset * offset <= best.squared { search(entries, axes, offset < 0 ? above : below, entry, &best) }
    }

    private static func compare(_ other: Entry, _ entry: Entry, _ best: inout (label: Int, squared: Double)) {
        guard other.label != entry.label else { return }
        let squared = other.squaredDistance(to: entry)
        if squared < best.squared || squared == best.squared && other.label < best.label {
            best = (other.label, squared)
        }
    }
}
