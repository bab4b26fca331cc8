import Glibc

/// How the pixels of an object spread about their centroid.
///
/// Sums of whole numbers, so that a disc is exactly round and a line has exactly no width. scikit-image takes the same
/// moments from products of floating-point numbers and is off by their rounding.
struct SecondMoments {
    /// n·Σab − Σa·Σb, over the n pixels, of slices, rows and columns.
    private let slices: Int128
    private let rows: Int128
    private let columns: Int128
    private let sliceRows: Int128
    private let sliceColumns: Int128
    private let rowColumns: Int128
    private let squaredArea: Double

    init(_ object: MeasuredObject) {
        let box = object.boundingBox
        var (z, y, x, zy, zx, yx) = (0, 0, 0, 0, 0, 0)
        // Squares of a line of millions of pixels are more than 64 bits hold.
        var (zz, yy, xx) = (Int128(0), Int128(0), Int128(0))
        for run in object.runs {
            let (slice, row) = (Int(run.slice) - box.firstSlice, Int(run.row) - box.firstRow)
            let (first, end) = (Int(run.first) - box.firstColumn, Int(run.end) - box.firstColumn)
            let count = end - first
            let columnSum = (first + end - 1) * count / 2
            z += slice * count
            y += row * count
            x += columnSum
            zz += Int128(slice * slice) * Int128(count)
            yy += Int128(row * row) * Int128(count)
            xx += Self.squares(below: end) - Self.squares(below: first)
            zy += slice * row * count
            zx += slice * columnSum
            yx += row * columnSum
        }
        let n = Int128(object.area)
        slices = n * zz - Int128(z) * Int128(z)
        rows = n * yy - Int128(y) * Int128(y)
        columns = n * xx - Int128(x) * Int128(x)
        sliceRows = n * Int128(zy) - Int128(z) * Int128(y)
        sliceColumns = n * Int128(zx) - Int128(z) * Int128(x)
        rowColumns = n * Int128(yx) - Int128(y) * Int128(x)
        squaredArea = Double(object.area) * Double(object.area)
    }

    /// Angle between the row axis and the major axis, −π/2…π/2, counter-clockwise.
    var orientation: Double {
        // As round as a square: scikit-image's choice.
        if rows == columns { return rowColumns > 0 ? .pi / 4 : -.pi / 4 }
        return 0.5 * atan2(2 * Self.double(rowColumns), Self.double(rows - columns))
    }

    /// The two variances along the axes of the ellipse with the same second moments, the larger first, for pixels of
    /// `height` × `width`.
    func planeVariances(height: Double = 1, width: Double = 1) -> (major: Double, minor: Double) {
        let row = Self.double(rows) / squaredArea * height * height
        let column = Self.double(columns) / squaredArea * width * width
        let mixed = Self.double(rowColumns) / squaredArea * height * width
        let major = (row + column) / 2 + hypot((row - column) / 2, mixed)
        guard major > 0 else { return (0, 0) }
        // The smaller one from the determinant: as a difference it would be rounding only where it is small.
        return (major, max(0, determinant * height * height * width * width / major))
    }

    /// The largest and the smallest of the three variances along the axes of the ellipsoid with the same second moments.
    func volumeVariances(depth: Double = 1, height: Double = 1, width: Double = 1) -> (major: Double, minor: Double) {
        let values = SymmetricMatrix(
            zz: Self.double(slices) / squaredArea * depth * depth,
            yy: Self.double(rows) / squaredArea * height * height,
            xx: Self.double(columns) / squaredArea * width * width,
            zy: Self.double(sliceRows) / squaredArea * depth * height,
            zx: Self.double(sliceColumns) / squaredArea * depth * width,
            yx: Self.double(rowColumns) / squaredArea * height * width
        ).eigenvalues
        return (max(0, values.max() ?? 0), max(0, values.min() ?? 0))
    }

    /// Of the matrix of rows and columns.
    private var determinant: Double {
        let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
        let (square, squareOverflow) = rowColumns.multipliedReportingOverflow(by: rowColumns)
        let fourth = squaredArea * squaredArea
        // Only objects of tens of millions of pixels are too large to be exact.
        guard overflow || squareOverflow else { return Self.double(product - square) / fourth }
        return (Self.double(rows) * Self.double(columns) - Self.double(rowColumns) * Self.double(rowColumns)) / fourth
    }

    /// 0² + 1² + … + (`end` − 1)².
    private static func squares(below end: Int) -> Int128 { Int128((end - 1) * end) * Int128(2 * end - 1) / 6 }

    private static func double(_ value: Int128) -> Double {
        let size = value.magnitude
        let double = Double(UInt64(truncatingIfNeeded: size >> 64)) * 0x1p64 + Double(UInt64(truncatingIfNeeded: size))
        return value < 0 ? -double : double
    }
}

/// A symmetric matrix of three rows.
struct SymmetricMatrix {
    var zz: Double
    var yy: Double
    var xx: Double
    var zy: Double
    var zx: Double
    var yx: Double

    /// By Jacobi's rotations, in no order.
    var eigenvalues: [Double] {
        var matrix = [[zz, zy, zx], [zy, yy, yx], [zx, yx, xx]]
        // It converges in three or four rounds; more of them change nothing.
        for _ in 0..<12 {
            for (p, q) in [(0, 1), (0, 2), (1, 2)] where matrix[p][q] != 0 {
                let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
                let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                let cosine = 1 / (tangent * tangent + 1).squareRoot()
                let sine = tangent * cosine
                let (r, off) = (3 - p - q, matrix[p][q])
                matrix[p][p] -= tangent * off
                matrix[q][q] += tangent * off
                let (rp, rq) = (matrix[r][p], matrix[r][q])
                (matrix[p][q], matrix[q][p]) = (0, 0)
                (matrix[r][p], matrix[p][r]) = (cosine * rp - sine * rq, cosine * rp - sine * rq)
                (matrix[r][q], matrix[q][r]) = (sine * rp + cosine * rq, sine * rp + cosine * rq)
            }
        }
        return [matrix[0][0], matrix[1][1], matrix[2][2]]
    }
}
