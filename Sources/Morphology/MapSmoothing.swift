import Glibc
package import Imaging

/// The Gaussian by which ilastik smooths probabilities before it cuts them: vigra's `gaussianSmoothing` with a window of
/// two standard deviations, to the bit.
///
/// Along X, then Y, then Z; each sum runs from the first pixel under the kernel to the last in double precision, and is
/// rounded to float32. The border mirrors at the outermost pixels. An axis of one pixel is left out, and where the
/// standard deviation of one of the others is below 0.1 nothing is smoothed at all, as in ilastik.
package struct MapSmoothing {
    /// The weights along X, Y and Z, from the first pixel to the last; empty for an axis that is left out.
    private let kernels: [[Double]]
    private let size: ImageSize

    /// The filter of maps of `size`, with standard deviations in pixels along X, Y and Z.
    package init(_ standardDeviations: [Double], size: ImageSize) {
        self.size = size
        let extents = [size.width, size.height, size.depth]
        let used = zip(standardDeviations, extents).filter { $0.1 > 1 }.map(\.0)
        let isNothing = used.contains { $0 < ProbabilityThreshold.leastSmoothing }
        kernels = zip(standardDeviations, extents).map { $1 > 1 && !isNothing ? Self.kernel($0) : [] }
    }

    /// The smoothed `map`, (Z, Y, X), x fastest.
    package func callAsFunction(_ map: [Float]) -> [Float] {
        var map = map
        if !kernels[0].isEmpty { map = alongRows(map) }
        if !kernels[1].isEmpty { map = across(map, kernels[1], lines: size.height, of: size.width, blocks: size.depth) }
        if !kernels[2].isEmpty {
            map = across(map, kernels[2], lines: size.depth, of: size.width * size.height, blocks: 1)
        }
        return map
    }

    private static func kernel(_ deviation: Double) -> [Double] {
        let radius = max(1, Int(2 * deviation + 0.5))
        let norm = 1 / ((2 * Double.pi).squareRoot() * deviation)
        let values = (-radius...radius).map { norm * exp(Double($0 * $0) * (-0.5 / deviation / deviation)) }
        let scale = 1 / values.reduce(0, +)
        return values.map { $0 * scale }
    }

    /// The pixel at `index` of a line of `count`, mirrored at its ends as often as it takes.
    private static func mirrored(_ index: Int, _ count: Int) -> Int {
        let period = 2 * (count - 1)
        let place = ((index % period) + period) % period
        return place < count ? place : period - place
    }

    private func alongRows(_ map: [Float]) -> [Float] {
        let (width, weights) = (size.width, kernels[0])
        let radius = weights.count / 2
        var (line, sums) = ([Double](repeating: 0, count: width + 2 * radius), [Double](repeating: 0, count: width))
        return filled(map) { map, smoothed in
            line.withUnsafeMutableBufferPointer { line in
                sums.withUnsafeMutableBufferPointer { sums in
                    for first in stride(from: 0, to: map.count, by: width) {
                        for x in 0..<width { line[radius + x] = Double(map[first + x]) }
                        for x in 0..<radius {
                            line[x] = Double(map[first + Self.mirrored(x - radius, width)])
                            line[radius + width + x] = Double(map[first + Self.mirrored(width + x, width)])
                        }
                        for x in 0..<width { sums[x] = line[x] * weights[0] }
                        for tap in 1..<weights.count {
                            let weight = weights[tap]
                            for x in 0..<width { sums[x] += line[x + tap] * weight }
                        }
                        for x in 0..<width { smoothed[first + x] = Float(sums[x]) }
                    }
                }
            }
        }
    }

    /// Smooths across lines of `width` neighbouring pixels each, of which `lines` make a block.
    private func across(_ map: [Float], _ weights: [Double], lines: Int, of width: Int, blocks: Int) -> [Float] {
        let radius = weights.count / 2
        // A part of a line for which the sums stay in the nearest cache.
        let part = min(width, 1024)
        var sums = [Double](repeating: 0, count: part)
        return filled(map) { map, smoothed in
            sums.withUnsafeMutableBufferPointer { sums in
                for line in 0..<lines * blocks {
                    let (block, index) = line.quotientAndRemainder(dividingBy: lines)
                    for start in stride(from: 0, to: width, by: part) {
                        let count = min(part, width - start)
                        for tap in 0..<weights.count {
                            let other = Self.mirrored(index + tap - radius, lines)
                            let (first, weight) = ((block * lines + other) * width + start, weights[tap])
                            if tap == 0 {
                                for x in 0..<count { sums[x] = Double(map[first + x]) * weight }
                            } else {
                                for x in 0..<count { sums[x] += Double(map[first + x]) * weight }
                            }
                        }
                        let first = line * width + start
                        for x in 0..<count { smoothed[first + x] = Float(sums[x]) }
                    }
                }
            }
        }
    }

    /// A map that `body` fills, as large as the one that it reads.
    private func filled(
        _ map: [Float],
        _ body: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: map.count) { smoothed, initialized in
            map.withUnsafeBufferPointer { body($0, UnsafeMutableBufferPointer(rebasing: smoothed[..<$0.count])) }
            initialized = map.count
        }
    }
}
