package import Features
package import Imaging
package import Segmentation

/// The parts of a plane or volume that hold annotated pixels, with as much around them as their features depend on.
///
/// Bands of rows, each cut to the columns that are needed: features within are those of the whole image, to the bit, and a
/// small annotation in a large image takes little time and memory.
package struct FeatureWindows {
    /// About how many bytes the features of a band may take.
    private static let bandBytes = 128 << 20

    private struct Window {
        var (rows, columns): (Range<Int>, Range<Int>)
        /// Which of the pixels lie in its middle.
        var members: [Int]
    }

    private let size: ImageSize
    private let pixels: [Int]
    private let windows: [Window]

    /// The windows around `pixels`, numbered (Z, Y, X), x fastest, of an image of `size`.
    package init(_ pixels: [Int], of size: ImageSize, plan: FeaturePlan, bandRows: Int? = nil) {
        (self.size, self.pixels) = (size, pixels)
        guard !plan.needsWholeImage else {
            windows = [Window(rows: 0..<size.height, columns: 0..<size.width, members: Array(pixels.indices))]
            return
        }
        let halo = plan.halo
        let rowBytes = max(1, 4 * size.width * size.depth * plan.outputs.count)
        // Low bands compute much around themselves: those of volumes, whose rows are large, at most twice their own height.
        let least = size.depth > 1 ? min(64, max(1, halo)) : 64
        let height = bandRows ?? max(least, Self.bandBytes / rowBytes - 2 * halo)
        var members: [[Int]] = Array(repeating: [], count: size.height / height + 1)
        for (index, pixel) in pixels.enumerated() { members[pixel / size.width % size.height / height].append(index) }
        windows = members.filter { !$0.isEmpty }.map { members in
            var (top, bottom, left, right) = (size.height, 0, size.width, 0)
            for index in members {
                let (row, x) = pixels[index].quotientAndRemainder(dividingBy: size.width)
                let y = row % size.height
                (top, bottom, left, right) = (min(top, y), max(bottom, y), min(left, x), max(right, x))
            }
            return Window(
                rows: max(0, top - halo)..<min(size.height, bottom + halo + 1),
                columns: max(0, left - halo)..<min(size.width, right + halo + 1),
                members: members
            )
        }
    }

    /// The features of the pixels, a list a feature, of one channel of the image; `beat` is called after each window.
    package func features(
        of channel: PixelValues,
        plan: FeaturePlan,
        on engine: SegmentationEngine,
        beat: () -> Void
    ) throws(SegmentationError) -> [[Float]] {
        var columns = plan.outputs.map { _ in [Float](repeating: 0, count: pixels.count) }
        for window in windows {
            let (rows, across) = (window.rows, window.columns)
            let part = ImageSize(width: across.count, height: rows.count, depth: size.depth)
            let planes = try engine.features(
                of: channel.part(rows: rows, columns: across, of: size),
                size: part,
                plan: plan,
                progress: beat
            )
            let places = window.members.map { index in
                let (row, x) = pixels[index].quotientAndRemainder(dividingBy: size.width)
                let (z, y) = row.quotientAndRemainder(dividingBy: size.height)
                return (z * part.height + y - rows.lowerBound) * part.width + x - across.lowerBound
            }
            for (feature, plane) in planes.enumerated() {
                for (index, place) in zip(window.members, places) { columns[feature][index] = plane[place] }
            }
            beat()
        }
        return columns
    }
}

extension PixelValues {
    /// The given rows and columns of every slice.
    fileprivate func part(rows: Range<Int>, columns: Range<Int>, of size: ImageSize) -> PixelValues {
        func part<Value>(_ pixels: [Value]) -> [Value] {
            if rows.count == size.height, columns.count == size.width { return pixels }
            var result: [Value] = []
            result.reserveCapacity(rows.count * columns.count * size.depth)
            for z in 0..<size.depth {
                for y in rows {
                    let start = (z * size.height + y) * size.width
                    result += pixels[start + columns.lowerBound..<start + columns.upperBound]
                }
            }
            return result
        }
        switch self {
        case .uint8(let pixels): return .uint8(part(pixels))
        case .uint16(let pixels): return .uint16(part(pixels))
        case .uint32(let pixels): return .uint32(part(pixels))
        case .float32(let pixels): return .float32(part(pixels))
        }
    }
}
