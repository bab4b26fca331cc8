import Imaging

/// One pass of a filter along an axis of an image that is mirrored at its borders.
enum MirroredFilter {
    /// The result of `filter` along `axis`: the centre's product first, then the pairs outwards, each fused into the sum after
    /// its own sum or difference was rounded.
    static func apply(_ filter: SampledGaussian, along axis: Axis, to image: [Float], size: ImageSize) -> [Float] {
        let taps = filter.taps
        let isAntisymmetric = filter.isAntisymmetric
        let padded = PaddedImage(image, size: size, margin: axis == .x ? taps.count - 1 : 0, border: .mirrored)
        return padded.map { row, y, z in
            let centre = padded.row(y, z)
            for x in 0..<size.width { row[x] = taps[0] * centre[x] }
            for offset in taps.indices.dropFirst() {
                let (before, after) =
                    switch axis {
                    case .x: (centre - offset, centre + offset)
                    case .y: (padded.row(y - offset, z), padded.row(y + offset, z))
                    case .z: (padded.row(y, z - offset), padded.row(y, z + offset))
                    }
                let tap = taps[offset]
                if isAntisymmetric {
                    for x in 0..<size.width { row[x].addProduct(after[x] - before[x], tap) }
                } else {
                    for x in 0..<size.width { row[x].addProduct(after[x] + before[x], tap) }
                }
            }
        }
    }
}
