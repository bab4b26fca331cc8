/// The convex hull image of objects of a plane, pixel for pixel that of scikit-image's `convex_hull_image`, and its
/// largest diameter.
///
/// The hull is that of the middles of the pixels' sides, and the pixels whose centres are in it or on it are the hull
/// image. All in whole numbers of half pixels; each object costs as much as it has rows.
struct PlaneHull {
    private var spans: [RowSpan] = []
    private var left = HullSide()
    private var right = HullSide()
    private var corners: [HullSide.Corner] = []

    /// Number of pixels of the hull image of the last object.
    private(set) var area = 0

    /// Takes the hull of `object`.
    mutating func measure(_ object: MeasuredObject) {
        RowSpan.collect(object, into: &spans)
        addSides()
        let height = object.boundingBox.height
        spans.removeAll(keepingCapacity: true)
        left.firstColumns(count: height) { row, column in
            spans.append(RowSpan(slice: 0, row: row, first: column, last: column))
        }
        right.firstColumns(count: height) { row, column in spans[row].last = -column }
        // Between pieces that lie aslant, the hull may pass between the pixels of a row.
        spans.removeAll { $0.last < $0.first }
        area = spans.reduce(0) { $0 + $1.last - $1.first + 1 }
        addSides()
        corners.removeAll(keepingCapacity: true)
        corners += left.corners
        corners += right.corners.map { HullSide.Corner(row: $0.row, column: -$0.column) }
    }

    /// The greatest distance between two points of the outline of the last hull image, for pixels of `height` × `width`:
    /// `feret_diameter_max`, whose outline passes half-way between pixels inside and outside.
    func diameter(height: Double = 1, width: Double = 1) -> Double {
        var largest = 0.0
        for (index, one) in corners.enumerated() {
            for other in corners[(index + 1)...] {
                let rows = Double(one.row - other.row) / 2 * height
                let columns = Double(one.column - other.column) / 2 * width
                largest = max(largest, rows * rows + columns * columns)
            }
        }
        return largest.squareRoot()
    }

    private mutating func addSides() {
        left.clear()
        right.clear()
        for span in spans {
            left.add(row: span.row, column: span.first, isOffset: true)
            right.add(row: span.row, column: -span.last, isOffset: true)
        }
    }
}
