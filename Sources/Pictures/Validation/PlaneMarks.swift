import Imaging

/// The numbers of a plane laid onto a picture.
struct PlaneMarks {
    /// Three pixels of the picture show a mark better than one.
    private static let sparse = 0.1

    let width: Int
    let height: Int
    /// The number at each pixel of the picture; 0 for none.
    private(set) var numbers: [UInt32]

    /// Lays a plane of that width and height onto a picture.
    ///
    /// - Parameter keepsAll: whether no number is lost where the picture is smaller: the largest of those that fall onto a
    ///   pixel is taken then, otherwise the one in its middle.
    init(_ plane: [UInt32], width: Int, height: Int, on scale: PictureScale, keepsAll: Bool) {
        (self.width, self.height) = (scale.width, scale.height)
        let columns = PictureScale.places(of: scale.width, among: width)
        let rows = PictureScale.places(of: scale.height, among: height)
        numbers = rows.flatMap { row in columns.map { plane[row * width + $0] } }
        guard keepsAll, scale.factor < 1 else { return }
        let (toColumns, toRows) = (
            PictureScale.places(of: width, among: scale.width), PictureScale.places(of: height, among: scale.height)
        )
        for y in 0..<height {
            for x in 0..<width where plane[y * width + x] != 0 {
                let place = toRows[y] * scale.width + toColumns[x]
                numbers[place] = max(numbers[place], plane[y * width + x])
            }
        }
    }

    /// Gives few marks a rim, so that a single pixel is seen.
    ///
    /// - Parameter scale: large pixels need none.
    mutating func thicken(on scale: PictureScale) {
        let marked = numbers.count { $0 != 0 }
        guard scale.factor < 3, Double(marked) < Self.sparse * Double(numbers.count) else { return }
        let before = numbers
        for y in 0..<height {
            for x in 0..<width where before[y * width + x] != 0 {
                for (column, row) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                    guard (0..<width).contains(column), (0..<height).contains(row) else { continue }
                    let place = row * width + column
                    if before[place] == 0 { numbers[place] = max(numbers[place], before[y * width + x]) }
                }
            }
        }
    }
}
