package import Imaging

/// A grid of pixels whose features are handed out beside what is made of the image.
package struct PixelSample: Sendable, Hashable {
    /// The first row, and the row behind the last that may be taken.
    package let rows: Range<Int>
    /// The first column.
    package let firstColumn: Int
    /// From one row, or column, to the next.
    package let distance: Int
    /// The slices of a volume that have the grid, `sliceDistance` apart, and the slice behind the last that may be taken.
    package let slices: Range<Int>
    /// From one slice to the next.
    package let sliceDistance: Int

    /// No more pixels than these in all.
    package static let most = 65_536
    /// At least so far from each other.
    private static let leastDistance = 16
    /// About so many rows of the shorter side of a large plane.
    private static let rowsOfSide = 32

    /// The grid by which doubt is measured: every 16th row and column, of larger planes about 32 of the shorter side, and of
    /// a deep volume evenly spaced slices.
    ///
    /// - Parameter most: pixels at most; at least one row, column and slice is taken.
    package init(of size: ImageSize, most: Int = PixelSample.most) {
        var distance = max(Self.leastDistance, min(size.width, size.height) / Self.rowsOfSide)
        var plane = 0
        // Planes that are far longer than wide have a wider grid.
        while true {
            plane =
                Self.count(from: min(distance / 2, size.height / 2), to: size.height, by: distance)
                * Self.count(from: min(distance / 2, size.width / 2), to: size.width, by: distance)
            if plane <= most { break }
            distance *= 2
        }
        self.distance = distance
        rows = min(distance / 2, size.height / 2)..<size.height
        firstColumn = min(distance / 2, size.width / 2)
        let mostSlices = max(1, most / max(1, plane))
        sliceDistance = max(1, (size.depth + mostSlices - 1) / mostSlices)
        slices = min(sliceDistance / 2, size.depth / 2)..<size.depth
    }

    private init(rows: Range<Int>, of sample: PixelSample) {
        self.rows = rows
        (firstColumn, distance) = (sample.firstColumn, sample.distance)
        (slices, sliceDistance) = (sample.slices, sample.sliceDistance)
    }

    /// The part of the grid in the rows `strip`, counted from `origin`.
    package func within(_ strip: Range<Int>, from origin: Int) -> PixelSample {
        let first = rows.lowerBound + rowCount(before: strip.lowerBound) * distance
        let part = first..<max(first, min(strip.upperBound, rows.upperBound))
        return PixelSample(rows: part.lowerBound - origin..<part.upperBound - origin, of: self)
    }

    /// Rows of the grid above row `end`.
    func rowCount(before end: Int) -> Int {
        Self.count(from: rows.lowerBound, to: min(end, rows.upperBound), by: distance)
    }

    /// Rows of the grid.
    var rowCount: Int { rowCount(before: rows.upperBound) }

    /// Columns of the grid in a plane `width` pixels wide.
    func columnCount(width: Int) -> Int { Self.count(from: firstColumn, to: width, by: distance) }

    /// Slices of the grid.
    var sliceCount: Int { Self.count(from: slices.lowerBound, to: slices.upperBound, by: sliceDistance) }

    /// Pixels of the grid in an image `width` pixels wide.
    package func pixelCount(width: Int) -> Int { sliceCount * rowCount * columnCount(width: width) }

    private static func count(from first: Int, to end: Int, by distance: Int) -> Int {
        max(0, (end - first + distance - 1) / distance)
    }
}
