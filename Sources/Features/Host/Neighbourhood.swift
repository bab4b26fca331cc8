import Imaging

/// The pixels around one pixel, at most one step away along each axis.
struct Neighbourhood {
    /// The nine rows around the pixel's, slice by slice from z - 1 on, rows from y - 1 on.
    let rows: UnsafePointer<UnsafePointer<Float>>
    let x: Int
    /// Whether the pixel's row, slice and column are not the first ones.
    let isInside: (x: Bool, y: Bool, z: Bool)

    /// The pixel at an offset of -1, 0 or 1 along each axis; beyond the border the nearest one.
    @inline(__always)
    subscript(_ dx: Int, _ dy: Int, _ dz: Int = 0) -> Float { rows[3 * dz + dy + 4][x + dx] }

    /// The pixel at an offset, with `dx` added to its value.
    ///
    /// The reference's eigenvalue kernels read like this: a macro's parameter x also stands in the member name `.x`. It cancels
    /// in the differences, but for the rounding.
    @inline(__always)
    func shifted(_ dx: Int, _ dy: Int, _ dz: Int = 0) -> Float {
        dx == 0 ? self[dx, dy, dz] : self[dx, dy, dz] + Float(dx)
    }

    /// Whether the offset leads to a position without a negative coordinate.
    @inline(__always)
    func isPositive(_ dx: Int, _ dy: Int, _ dz: Int) -> Bool {
        (dx >= 0 || isInside.x) && (dy >= 0 || isInside.y) && (dz >= 0 || isInside.z)
    }

    /// A new image of `operation` at every pixel of `image`.
    @inline(__always)
    static func map(_ image: [Float], _ size: ImageSize, _ operation: (Neighbourhood) -> Float) -> [Float] {
        let padded = PaddedImage(image, size: size, margin: 1)
        return withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 9) { rows in
            guard let base = rows.baseAddress else { return [] }
            return padded.map { row, y, z in
                for index in 0..<9 { (base + index).initialize(to: padded.row(y + index % 3 - 1, z + index / 3 - 1)) }
                for x in 0..<padded.size.width {
                    row[x] = operation(Neighbourhood(rows: base, x: x, isInside: (x > 0, y > 0, z > 0)))
                }
            }
        }
    }
}
