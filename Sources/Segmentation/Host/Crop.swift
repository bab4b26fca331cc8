import Imaging

/// Parts of planes and volumes on the host.
enum Crop {
    /// The given rows of every slice, rounded to the nearest float32; (Z, Y, X).
    static func rows(_ rows: Range<Int>, of channel: PixelValues, size: ImageSize) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(rows.count * size.width * size.depth)
        for z in 0..<size.depth {
            let first = (z * size.height + rows.lowerBound) * size.width
            let range = first..<first + rows.count * size.width
            switch channel {
            case .uint8(let pixels): result.append(contentsOf: pixels[range].lazy.map { Float($0) })
            case .uint16(let pixels): result.append(contentsOf: pixels[range].lazy.map { Float($0) })
            case .uint32(let pixels): result.append(contentsOf: pixels[range].lazy.map { Float($0) })
            case .float32(let pixels): result.append(contentsOf: pixels[range])
            }
        }
        return result
    }
}
