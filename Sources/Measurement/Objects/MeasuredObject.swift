/// One object: its pixels as runs, and what nearly everything else is computed from.
struct MeasuredObject {
    /// Slices, rows and columns an object spans; the ends are not included.
    struct BoundingBox {
        var firstSlice = Int.max
        var firstRow = Int.max
        var firstColumn = Int.max
        var endSlice = 0
        var endRow = 0
        var endColumn = 0

        var depth: Int { endSlice - firstSlice }
        var height: Int { endRow - firstRow }
        var width: Int { endColumn - firstColumn }
    }

    let label: Int
    let runs: UnsafeBufferPointer<Run>
    /// Number of pixels.
    private(set) var area = 0
    private(set) var boundingBox = BoundingBox()
    private var sliceSum = 0
    private var rowSum = 0
    private var columnSum = 0

    /// The object whose pixels are `runs`.
    init(label: Int, runs: UnsafeBufferPointer<Run>) {
        self.label = label
        self.runs = runs
        for run in runs {
            let (slice, row, first, end) = (Int(run.slice), Int(run.row), Int(run.first), Int(run.end))
            let count = end - first
            area += count
            sliceSum += slice * count
            rowSum += row * count
            columnSum += (first + end - 1) * count / 2
            boundingBox.firstSlice = min(boundingBox.firstSlice, slice)
            boundingBox.endSlice = max(boundingBox.endSlice, slice + 1)
            boundingBox.firstRow = min(boundingBox.firstRow, row)
            boundingBox.endRow = max(boundingBox.endRow, row + 1)
            boundingBox.firstColumn = min(boundingBox.firstColumn, first)
            boundingBox.endColumn = max(boundingBox.endColumn, end)
        }
    }

    /// Mean slice, row and column of the pixels.
    var centroid: Position {
        let area = Double(area)
        return Position(slice: Double(sliceSum) / area, row: Double(rowSum) / area, column: Double(columnSum) / area)
    }
}

/// A place between pixels, in pixels from the centre of the first.
struct Position: Equatable {
    var slice: Double
    var row: Double
    var column: Double
}
