import Imaging

/// The perimeter of objects of a plane, as scikit-image's `perimeter` with a neighbourhood of 4 estimates it.
///
/// K. Benkrid and D. Crookes, Design and FPGA Implementation of a Perimeter Estimator: pixels of the border, those with a
/// side that is not the object's, count 1, √2 or (1 + √2)/2, by how many of their neighbours are of the border too.
struct Perimeter {
    private let image: LabelImage

    init(of image: LabelImage) {
        self.image = image
    }

    /// Of one object.
    func measure(_ object: MeasuredObject) -> Double {
        var (straight, diagonal, mixed) = (0, 0, 0)
        image.labels.withUnsafeBufferPointer { labels in
            let plane = Plane(labels: labels, size: image.size, label: UInt32(object.label))
            for run in object.runs {
                let (row, first, end) = (Int(run.row), Int(run.first), Int(run.end))
                for column in first..<end
                where column == first || column == end - 1 || !plane.isCovered(row: row, column: column) {
                    switch plane.borderNeighbours(row: row, column: column) {
                    case (2, 0), (3, 0), (2, 1), (3, 1), (2, 2), (3, 2): straight += 1
                    case (0, 2), (1, 3): diagonal += 1
                    case (1, 1), (1, 2): mixed += 1
                    default: break
                    }
                }
            }
        }
        let root = 2.0.squareRoot()
        return Double(straight) + root * Double(diagonal) + (1 + root) / 2 * Double(mixed)
    }
}

/// The pixels of one object among those of its plane.
private struct Plane {
    let labels: UnsafeBufferPointer<UInt32>
    let size: ImageSize
    let label: UInt32

    /// Whether the pixels above and below are the object's; those of the outermost rows have none there.
    func isCovered(row: Int, column: Int) -> Bool {
        let index = row * size.width + column
        return row > 0 && row < size.height - 1 && labels[index - size.width] == label
            && labels[index + size.width] == label
    }

    /// How many of the neighbours over sides and over corners are pixels of the object's border.
    func borderNeighbours(row: Int, column: Int) -> (sides: Int, corners: Int) {
        let sides =
            isBorder(row - 1, column) + isBorder(row + 1, column) + isBorder(row, column - 1)
            + isBorder(row, column + 1)
        let corners =
            isBorder(row - 1, column - 1) + isBorder(row - 1, column + 1) + isBorder(row + 1, column - 1)
            + isBorder(row + 1, column + 1)
        return (sides, corners)
    }

    /// 1 for a pixel of the object with a side that is not the object's.
    private func isBorder(_ row: Int, _ column: Int) -> Int {
        guard row >= 0, row < size.height, column >= 0, column < size.width else { return 0 }
        let index = row * size.width + column
        guard labels[index] == label else { return 0 }
        guard row > 0, row < size.height - 1, column > 0, column < size.width - 1 else { return 1 }
        let isInside =
            labels[index - size.width] == label && labels[index + size.width] == label && labels[index - 1] == label
            && labels[index + 1] == label
        return isInside ? 0 : 1
    }
}
