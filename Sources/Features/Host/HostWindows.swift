import Imaging

/// Statistics whose windows are visited pixel by pixel, in the order of the window's offsets (spec/apoc.md, section 4.7).
enum HostWindows {
    /// One statistic of the windows around every pixel.
    static func evaluate(
        _ statistic: WindowStatistic,
        _ window: Window,
        of image: [Float],
        size: ImageSize
    ) -> [Float] {
        let isSeparable = window.shape == .box
        switch statistic {
        case .minimum where isSeparable: return HostSeparable.minimum(image, size: size, halfWidth: window.halfWidth)
        case .maximum where isSeparable: return HostSeparable.maximum(image, size: size, halfWidth: window.halfWidth)
        case .mean where isSeparable: return HostSeparable.mean(image, size: size, halfWidth: window.halfWidth)
        default: break
        }
        let padded = PaddedImage(image, size: size, margin: window.halfWidth)
        let offsets = window.offsets(dimensions: size.is3D ? 3 : 2)
        return switch statistic {
        case .minimum: extremum(padded, offsets) { $1 < $0 ? $1 : $0 }
        case .maximum: extremum(padded, offsets) { $1 > $0 ? $1 : $0 }
        case .mean: mean(padded, offsets)
        case .variance: variance(padded, offsets)
        case .median: HostRanks.median(padded, offsets, hasNaN: image.contains(where: \.isNaN))
        case .mode: HostRanks.mode(padded, offsets)
        }
    }

    private typealias Offsets = [(x: Int, y: Int, z: Int)]

    private static func extremum(
        _ padded: PaddedImage,
        _ offsets: Offsets,
        choose: (_ best: Float, _ pixel: Float) -> Float
    ) -> [Float] {
        padded.map { row, y, z in
            let centre = padded.row(y, z)
            for x in 0..<padded.size.width { row[x] = centre[x] }
            for offset in offsets {
                let source = padded.row(y + offset.y, z + offset.z) + offset.x
                for x in 0..<padded.size.width { row[x] = choose(row[x], source[x]) }
            }
        }
    }

    private static func mean(_ padded: PaddedImage, _ offsets: Offsets) -> [Float] {
        padded.map { row, y, z in mean(padded, offsets, y, z, into: row) }
    }

    private static func mean(
        _ padded: PaddedImage,
        _ offsets: Offsets,
        _ y: Int,
        _ z: Int,
        into row: UnsafeMutablePointer<Float>
    ) {
        for x in 0..<padded.size.width { row[x] = 0 }
        for offset in offsets {
            let source = padded.row(y + offset.y, z + offset.z) + offset.x
            for x in 0..<padded.size.width { row[x] += source[x] }
        }
        let count = Float(offsets.count)
        for x in 0..<padded.size.width { row[x] /= count }
    }

    /// In two passes; the reference raises differences to the power of 2 by a library function, which rounds differently.
    private static func variance(_ padded: PaddedImage, _ offsets: Offsets) -> [Float] {
        let (width, count) = (padded.size.width, Float(offsets.count))
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { means in
            guard let means = means.baseAddress else { return [] }
            return padded.map { row, y, z in
                mean(padded, offsets, y, z, into: means)
                for x in 0..<width { row[x] = 0 }
                for offset in offsets {
                    let source = padded.row(y + offset.y, z + offset.z) + offset.x
                    for x in 0..<width {
                        let difference = source[x] - means[x]
                        row[x] += difference * difference
                    }
                }
                for x in 0..<width { row[x] /= count }
            }
        }
    }
}
