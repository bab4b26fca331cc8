import Imaging

extension LabelImage {
    /// The label image that rows of text show: a digit is a label, anything else background; several pictures are
    /// slices.
    init(_ slices: [String]...) {
        let rows = slices.flatMap(\.self)
        let labels = rows.flatMap { $0.map { UInt32($0.wholeNumberValue ?? 0) } }
        let size = ImageSize(width: rows[0].count, height: slices[0].count, depth: slices.count)
        self.init(size: size, labels: labels, count: Int(labels.max() ?? 0))
    }

    /// Labels from 0 to `most`, drawn pixel by pixel, more often 0 the larger `emptiness` is; not all need occur.
    static func random(_ size: ImageSize, most: Int, emptiness: Double, _ random: inout SplitMix) -> LabelImage {
        let labels = (0..<size.pixelCount).map { _ in
            Double.random(in: 0..<1, using: &random) < emptiness
                ? 0 : UInt32.random(in: 0...UInt32(most), using: &random)
        }
        return LabelImage(size: size, labels: labels, count: most)
    }

    /// The slices as pictures.
    var pictures: [[String]] {
        (0..<size.depth).map { z in
            (0..<size.height).map { y in
                let row = (z * size.height + y) * size.width
                return labels[row..<row + size.width].map { $0 == 0 ? "." : "\($0)" }.joined()
            }
        }
    }
}

extension ImageSize {
    /// A small size: a plane, or a volume.
    static func random(isVolume: Bool, _ random: inout SplitMix) -> ImageSize {
        ImageSize(
            width: Int.random(in: 1...(isVolume ? 7 : 17), using: &random),
            height: Int.random(in: 1...(isVolume ? 7 : 14), using: &random),
            depth: isVolume ? Int.random(in: 2...5, using: &random) : 1
        )
    }

    /// Column, row and slice of every pixel, in order.
    var positions: [SIMD3<Int>] {
        (0..<depth).flatMap { z in (0..<height).flatMap { y in (0..<width).map { SIMD3($0, y, z) } } }
    }

    /// The index of the pixel at a position; nil outside.
    func index(_ position: SIMD3<Int>) -> Int? {
        guard position.x >= 0, position.y >= 0, position.z >= 0 else { return nil }
        guard position.x < width, position.y < height, position.z < depth else { return nil }
        return (position.z * height + position.y) * width + position.x
    }

    /// The pixels that share a face with a pixel.
    func facing(_ index: Int) -> [Int] {
        let place = positions[index]
        let steps: [SIMD3<Int>] = [
            SIMD3(0, 0, -1), SIMD3(0, -1, 0), SIMD3(-1, 0, 0), SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1),
        ]
        return steps.compactMap { self.index(place &+ $0) }
    }

    /// Whether a pixel lies at the border: of a volume, at one of its six faces.
    func isAtBorder(_ index: Int) -> Bool { facing(index).count < (is3D ? 6 : 4) }
}
