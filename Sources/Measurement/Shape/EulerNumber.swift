import Imaging

/// The Euler number of objects whose pixels hold together over corners too (connectivity 2 in planes, 3 in volumes).
///
/// A pixel is taken for a closed cube, and the Euler number is vertices − edges + faces − cubes of their union. Pixels are
/// added in the order in which they are stored, and each adds the parts that it shares with no earlier one; which of its
/// 13 earlier neighbours belong to the object decides that.
struct EulerNumber {
    private let image: LabelImage

    init(of image: LabelImage) {
        self.image = image
    }

    /// Of one object.
    func measure(_ object: MeasuredObject) -> Int {
        image.labels.withUnsafeBufferPointer { labels in
            Self.changes.withUnsafeBufferPointer { changes in
                object.runs.reduce(0) { $0 + change($1, UInt32(object.label), labels, changes) }
            }
        }
    }

    /// What the pixels of one run add.
    private func change(
        _ run: Run,
        _ label: UInt32,
        _ labels: UnsafeBufferPointer<UInt32>,
        _ changes: UnsafeBufferPointer<Int8>
    ) -> Int {
        let size = image.size
        let (slice, row) = (Int(run.slice), Int(run.row))
        // Where the four earlier lines begin; -1 for one that is not there.
        func line(_ slice: Int, _ row: Int) -> Int {
            slice >= 0 && row >= 0 && row < size.height ? (slice * size.height + row) * size.width : -1
        }
        func isInside(_ line: Int, _ column: Int) -> Int {
            line >= 0 && column >= 0 && column < size.width && labels[line + column] == label ? 1 : 0
        }
        let lines = (line(slice - 1, row - 1), line(slice - 1, row), line(slice - 1, row + 1), line(slice, row - 1))
        let first = Int(run.first)
        func start(_ line: Int) -> Int { isInside(line, first - 1) << 1 | isInside(line, first) }
        // Three pixels of each line, the middle one beside the pixel that is added.
        var windows = (start(lines.0), start(lines.1), start(lines.2), start(lines.3))
        func next(_ window: Int, _ line: Int, _ column: Int) -> Int { (window << 1 | isInside(line, column + 1)) & 7 }
        var sum = 0
        for column in first..<Int(run.end) {
            if slice > 0 {
                windows.0 = next(windows.0, lines.0, column)
                windows.1 = next(windows.1, lines.1, column)
                windows.2 = next(windows.2, lines.2, column)
            }
            windows.3 = next(windows.3, lines.3, column)
            let before = column > first ? 1 : 0
            sum += Int(changes[before << 12 | windows.3 << 9 | windows.2 << 6 | windows.1 << 3 | windows.0])
        }
        return sum
    }

    /// The change by the earlier neighbours that are there, a bit each.
    private static let changes: [Int8] = {
        // In the order of the bits: each window's last column is its lowest.
        var neighbours: [[Int]] = []
        for (slice, row) in [(-1, -1), (-1, 0), (-1, 1), (0, -1)] {
            for column in [1, 0, -1] { neighbours.append([slice, row, column]) }
        }
        neighbours.append([0, 0, -1])
        // The parts of a cube: along each axis its lower end, its inside or its upper end.
        let ends: [[Int]] = [[-1, 0], [0], [0, 1]]
        var parts: [(sharing: Int, sign: Int8)] = []
        for (z, y, x) in (0..<27).map({ ($0 / 9, $0 / 3 % 3, $0 % 3) }) {
            var sharing = 0
            for (bit, neighbour) in neighbours.enumerated()
            where ends[z].contains(neighbour[0]) && ends[y].contains(neighbour[1]) && ends[x].contains(neighbour[2]) {
                sharing |= 1 << bit
            }
            let dimensions = [z, y, x].count { $0 == 1 }
            parts.append((sharing, dimensions % 2 == 0 ? 1 : -1))
        }
        return (0..<1 << 13).map { mask in parts.reduce(0) { $1.sharing & mask == 0 ? $0 + $1.sign : $0 } }
    }()
}
