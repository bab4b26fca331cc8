/// The outermost pixels of an object in one of its rows, counted from the corner of its bounding box.
struct RowSpan {
    var slice: Int
    var row: Int
    var first: Int
    var last: Int

    /// The spans of an object, in the order of slices and rows.
    static func collect(_ object: MeasuredObject, into spans: inout [RowSpan]) {
        let box = object.boundingBox
        spans.removeAll(keepingCapacity: true)
        for run in object.runs {
            let (slice, row) = (Int(run.slice) - box.firstSlice, Int(run.row) - box.firstRow)
            let last = Int(run.end) - box.firstColumn - 1
            if let end = spans.indices.last, spans[end].row == row, spans[end].slice == slice {
                spans[end].last = last
            } else {
                spans.append(RowSpan(slice: slice, row: row, first: Int(run.first) - box.firstColumn, last: last))
            }
        }
    }
}

/// One side of the convex hull of pixels of a plane: its corners from the first row to the last, in half pixels.
///
/// The side of the small columns; the other one is that of the mirrored pixels.
struct HullSide {
    struct Corner {
        var row: Int
        var column: Int
    }

    private(set) var corners: [Corner] = []

    /// Begins anew.
    mutating func clear() { corners.removeAll(keepingCapacity: true) }

    /// Adds the outermost pixel of the next row: its centre, or its four sides' middles if it is `offset`, as
    /// `convex_hull_image` has it.
    mutating func add(row: Int, column: Int, isOffset: Bool) {
        guard isOffset else { return add(Corner(row: 2 * row, column: 2 * column)) }
        add(Corner(row: 2 * row - 1, column: 2 * column))
        add(Corner(row: 2 * row, column: 2 * column - 1))
        add(Corner(row: 2 * row + 1, column: 2 * column))
    }

    /// The first column whose pixel centre is on the side or behind it, in each row from 0 to `count` − 1.
    ///
    /// - Precondition: the corners reach over these rows.
    func firstColumns(count: Int, _ body: (_ row: Int, _ column: Int) -> Void) {
        var next = 1
        for row in 0..<count {
            while corners[next].row < 2 * row { next += 1 }
            let (from, to) = (corners[next - 1], corners[next])
            let rows = to.row - from.row
            let column = from.column * rows + (to.column - from.column) * (2 * row - from.row)
            body(row, column.dividedUp(by: 2 * rows))
        }
    }

    /// Keeps the side convex (A. M. Andrew's monotone chain).
    private mutating func add(_ corner: Corner) {
        if let last = corners.last, last.row == corner.row {
            guard corner.column < last.column else { return }
            corners.removeLast()
        }
        while corners.count > 1 {
            let (from, last) = (corners[corners.count - 2], corners[corners.count - 1])
            let turn =
                (last.column - from.column) * (corner.row - from.row) - (corner.column - from.column)
                * (last.row - from.row)
            guard turn >= 0 else { break }
            corners.removeLast()
        }
        corners.append(corner)
    }
}

extension Int {
    /// The quotient rounded towards +∞.
    ///
    /// - Precondition: `divisor` is positive.
    func dividedUp(by divisor: Int) -> Int { self > 0 ? (self - 1) / divisor + 1 : self / divisor }

    /// The quotient rounded towards −∞.
    ///
    /// - Precondition: `divisor` is positive.
    func dividedDown(by divisor: Int) -> Int { -(-self).dividedUp(by: divisor) }
}
