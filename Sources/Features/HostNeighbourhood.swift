import Imaging

/// The 3 × 3 operators of spec/apoc.md, sections 4.3 and 4.4, in 2D.
///
/// Sums are taken in double in the reference's order, which decides the last bit where nine float32 values do not
/// add up exactly: Laplace takes right, left, top, bottom, then the corners row by row; Sobel takes the negative side first.
enum HostNeighbourhood {
    /// 8 × the pixel minus its neighbours, rounded once.
    static func laplaceBox(_ plane: [Float], size: ImageSize) -> [Float] {
        map(plane, size: size) { top, row, bottom, left, x, right in
            var sum = Double(row[x]) * 8
            sum -= Double(row[right])
            sum -= Double(row[left])
            sum -= Double(top[x])
            sum -= Double(bottom[x])
            sum -= Double(top[left])
            sum -= Double(top[right])
            sum -= Double(bottom[left])
            sum -= Double(bottom[right])
            return Float(sum)
        }
    }

    /// Length of the gradient, both components rounded to float32 before one fused step.
    static func sobel(_ plane: [Float], size: ImageSize) -> [Float] {
        map(plane, size: size) { top, row, bottom, left, x, right in
            var alongX = -Double(top[left])
            alongX -= Double(row[left]) * 2
            alongX -= Double(bottom[left])
            alongX += Double(top[right])
            alongX += Double(row[right]) * 2
            alongX += Double(bottom[right])
            var alongY = -Double(top[left])
            alongY -= Double(top[x]) * 2
            alongY -= Double(top[right])
            alongY += Double(bottom[left])
            alongY += Double(bottom[x]) * 2
            alongY += Double(bottom[right])
            let (x, y) = (Float(alongX), Float(alongY))
            return (y * y).addingProduct(x, x).squareRoot()
        }
    }

    private typealias Row = UnsafePointer<Float>

    /// Calls `operation` with the three clamped rows and the three clamped columns of every pixel.
    @inline(__always)
    private static func map(
        _ plane: [Float],
        size: ImageSize,
        operation: (_ top: Row, _ row: Row, _ bottom: Row, _ left: Int, _ x: Int, _ right: Int) -> Float
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: plane.count) { result, count in
            plane.withUnsafeBufferPointer { source in
                guard let base = source.baseAddress else { return }
                let last = size.width - 1
                for y in 0..<size.height {
                    let row = base + y * size.width
                    let top = base + max(y - 1, 0) * size.width
                    let bottom = base + min(y + 1, size.height - 1) * size.width
                    let output = y * size.width
                    result[output] = operation(top, row, bottom, 0, 0, min(1, last))
                    guard last > 0 else { continue }
                    for x in 1..<last { result[output + x] = operation(top, row, bottom, x - 1, x, x + 1) }
                    result[output + last] = operation(top, row, bottom, last - 1, last, last)
                }
            }
            count = plane.count
        }
    }
}
