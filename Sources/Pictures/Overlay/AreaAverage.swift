package import Imaging

/// A plane in the size of a picture: each pixel is the mean over the area that it covers, or a copy where the picture is
/// larger.
package struct AreaAverage {
    /// Pixels that are NaN or infinite do not count; where there are no others, NaN.
    package private(set) var pixels: [Float]

    /// Averages one plane; two multiplications a pixel.
    ///
    /// - Precondition: the plane has `width` × `height` pixels.
    package init(_ plane: PixelValues, width: Int, height: Int, toWidth: Int, toHeight: Int) {
        switch plane {
        case .uint8(let values): pixels = Self.average(values, width, height, toWidth, toHeight) { Float($0) }
        case .uint16(let values): pixels = Self.average(values, width, height, toWidth, toHeight) { Float($0) }
        case .uint32(let values): pixels = Self.average(values, width, height, toWidth, toHeight) { Float($0) }
        case .float32(let values):
            let holes = values.contains { !$0.isFinite }
            pixels = Self.average(values, width, height, toWidth, toHeight) { $0.isFinite ? $0 : 0 }
            guard holes else { break }
            let weights = Self.average(values, width, height, toWidth, toHeight) { $0.isFinite ? 1 : 0 }
            for index in pixels.indices {
                pixels[index] = weights[index] > 1e-6 ? pixels[index] / weights[index] : .nan
            }
        }
    }

    @inline(__always)
    private static func average<Value>(
        _ values: [Value],
        _ width: Int,
        _ height: Int,
        _ toWidth: Int,
        _ toHeight: Int,
        _ number: (Value) -> Float
    ) -> [Float] {
        precondition(values.count == width * height)
        let (columns, rows) = (Cover.all(of: width, by: toWidth), Cover.all(of: height, by: toHeight))
        var result = [Float](repeating: 0, count: toWidth * toHeight)
        var line = [Float](repeating: 0, count: width)
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                line.withUnsafeMutableBufferPointer { line in
                    for (y, cover) in rows.enumerated() {
                        line.update(repeating: 0)
                        for row in cover.first...cover.last {
                            let weight = cover.weight(of: row)
                            let start = row * width
                            for x in 0..<width { line[x] += weight * number(values[start + x]) }
                        }
                        for (x, cover) in columns.enumerated() {
                            var sum = cover.firstWeight * line[cover.first]
                            if cover.last > cover.first {
                                for column in cover.first + 1..<cover.last { sum += cover.inner * line[column] }
                                sum += cover.lastWeight * line[cover.last]
                            }
                            result[y * toWidth + x] = sum
                        }
                    }
                }
            }
        }
        return result
    }
}

/// The columns, or rows, of a plane that one of the picture covers, with their shares of it; the shares add up to 1.
private struct Cover {
    let first: Int
    let last: Int
    let firstWeight: Float
    let lastWeight: Float
    let inner: Float

    static func all(of count: Int, by pictureCount: Int) -> [Cover] {
        (0..<pictureCount).map { Cover($0, of: count, by: pictureCount) }
    }

    private init(_ place: Int, of count: Int, by pictureCount: Int) {
        guard pictureCount < count else {
            first = place * count / pictureCount
            (last, firstWeight, lastWeight, inner) = (first, 1, 0, 0)
            return
        }
        let step = Double(count) / Double(pictureCount)
        let (start, end) = (Double(place) * step, min(Double(place + 1) * step, Double(count)))
        first = Int(start)
        // A sliver that only rounding makes is none.
        last = max(first, min(count - 1, Int((end - 1e-9).rounded(.down))))
        inner = Float(1 / step)
        let ofFirst = min(Double(first + 1), end) - start
        firstWeight = last == first ? 1 : Float(ofFirst / step)
        lastWeight = last == first ? 0 : Float((end - Double(last)) / step)
    }

    func weight(of index: Int) -> Float { index == first ? firstWeight : index == last ? lastWeight : inner }
}
