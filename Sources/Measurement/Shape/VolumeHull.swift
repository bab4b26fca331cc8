/// The convex hull image of objects of a volume, that of scikit-image's `convex_hull_image`, and its largest diameter.
///
/// The hull is that of the middles of the pixels' six sides, and the pixels whose centres are in it or on it are the hull
/// image. All in whole numbers of half pixels. Objects that lie in one plane have a hull image here; scikit-image has none
/// for them, because it takes the hull of the centres first.
struct VolumeHull {
    private var spans: [RowSpan] = []
    private var left = HullSide()
    private var right = HullSide()
    private var points: [LatticePoint] = []
    private var polyhedron = ConvexPolyhedron()
    private var corners: [LatticePoint] = []
    /// First and last column of the hull by slice and row.
    private var lines: [(first: Int, last: Int)] = []

    /// Number of pixels of the hull image of the last object.
    private(set) var area = 0

    /// Takes the hull of `object`.
    mutating func measure(_ object: MeasuredObject) {
        RowSpan.collect(object, into: &spans)
        let box = object.boundingBox
        collectPoints()
        polyhedron.build(points)
        lines.removeAll(keepingCapacity: true)
        lines += repeatElement((.min, .max), count: box.depth * box.height)
        for face in polyhedron.faces where face.normal.column != 0 { bound(by: face, rows: box.height) }
        spans.removeAll(keepingCapacity: true)
        for (index, line) in lines.enumerated() where line.first != .min && line.first <= line.last {
            let (slice, row) = index.quotientAndRemainder(dividingBy: box.height)
            spans.append(RowSpan(slice: slice, row: row, first: line.first, last: line.last))
        }
        area = spans.reduce(0) { $0 + $1.last - $1.first + 1 }
        collectPoints()
        polyhedron.build(points)
        corners.removeAll(keepingCapacity: true)
        polyhedron.forEachCorner { corners.append($0) }
    }

    /// The greatest distance between two points of the surface of the last hull image, for pixels of `depth` × `height` ×
    /// `width`: `feret_diameter_max`, whose surface passes half-way between pixels inside and outside.
    func diameter(depth: Double = 1, height: Double = 1, width: Double = 1) -> Double {
        var largest = 0.0
        for (index, one) in corners.enumerated() {
            for other in corners[(index + 1)...] {
                let slices = Double(one.slice - other.slice) / 2 * depth
                let rows = Double(one.row - other.row) / 2 * height
                let columns = Double(one.column - other.column) / 2 * width
                largest = max(largest, slices * slices + rows * rows + columns * columns)
            }
        }
        return largest.squareRoot()
    }

    /// Middles of the sides of the outermost pixels, in half pixels; what is inside the hull of a slice is left out.
    private mutating func collectPoints() {
        points.removeAll(keepingCapacity: true)
        var start = 0
        while start < spans.count {
            let slice = spans[start].slice
            let end = spans[start...].firstIndex { $0.slice != slice } ?? spans.count
            for isOffset in [true, false] {
                left.clear()
                right.clear()
                for span in spans[start..<end] {
                    left.add(row: span.row, column: span.first, isOffset: isOffset)
                    right.add(row: span.row, column: -span.last, isOffset: isOffset)
                }
                for (side, sign) in [(left, 1), (right, -1)] {
                    for corner in side.corners {
                        let point = LatticePoint(slice: 2 * slice, row: corner.row, column: sign * corner.column)
                        for step in isOffset ? [0] : [-1, 1] {
                            points.append(LatticePoint(slice: point.slice + step, row: point.row, column: point.column))
                        }
                    }
                }
            }
            start = end
        }
    }

    /// Lets the lines that pass through a face begin or end there.
    private mutating func bound(by face: ConvexPolyhedron.Face, rows: Int) {
        let a = polyhedron.points[Int(face.corners.0)]
        let b = polyhedron.points[Int(face.corners.1)]
        let c = polyhedron.points[Int(face.corners.2)]
        let edges = [(a, b), (b, c), (c, a)].map { $0.slice <= $1.slice ? ($0, $1) : ($1, $0) }
        let lowest = min(a.slice, b.slice, c.slice).dividedUp(by: 2)
        let highest = max(a.slice, b.slice, c.slice).dividedDown(by: 2)
        guard lowest <= highest else { return }
        for slice in lowest...highest {
            var (first, last) = (Int.max, Int.min)
            for (low, high) in edges where low.slice <= 2 * slice && 2 * slice <= high.slice {
                guard low.slice < high.slice else {
                    first = min(first, min(low.row, high.row).dividedUp(by: 2))
                    last = max(last, max(low.row, high.row).dividedDown(by: 2))
                    continue
                }
                let slices = high.slice - low.slice
                let row = low.row * slices + (high.row - low.row) * (2 * slice - low.slice)
                first = min(first, row.dividedUp(by: 2 * slices))
                last = max(last, row.dividedDown(by: 2 * slices))
            }
            guard first <= last else { continue }
            for row in first...last {
                let rest = face.offset - face.normal.slice * 2 * slice - face.normal.row * 2 * row
                let index = slice * rows + row
                if face.normal.column > 0 {
                    lines[index].last = min(lines[index].last, rest.dividedDown(by: 2 * face.normal.column))
                } else {
                    lines[index].first = max(lines[index].first, (-rest).dividedUp(by: -2 * face.normal.column))
                }
            }
        }
    }
}
