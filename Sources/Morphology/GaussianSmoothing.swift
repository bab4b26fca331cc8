import Glibc

/// A Gaussian filter of a piece's distances, equal to `scipy.ndimage.gaussian_filter(…, mode="nearest")`, which is
/// `skimage.filters.gaussian`: cut off at four standard deviations, in double precision, along Z, then Y, then X, and
/// with the sums in the same order; rounded to float32 at the end.
///
/// Outside the piece the distance is 0. Beyond the border of the image the pixels at the border are repeated.
struct GaussianSmoothing: ~Copyable {
    /// Weights of the pixel itself, then of those 1, 2 … pixels away.
    private let weights: [Double]
    private var planeSums = Scratch<Double>()
    private var rowSums = Scratch<Double>()
    private var line = Scratch<Double>()

    /// A filter of a standard deviation in pixels; 0 changes nothing.
    init(standardDeviation: Double) {
        let radius = Int(4 * standardDeviation + 0.5)
        let exponent = -0.5 / (standardDeviation * standardDeviation)
        let values = radius == 0 ? [1] : (0...radius).map { exp(exponent * Double($0 * $0)) }
        // From the outermost to the middle and on, as the weights stand in a list.
        let sum = (values.dropFirst().reversed() + values).reduce(0, +)
        weights = values.map { $0 / sum }
    }

    /// Writes the smoothed distances of the box into the levels of `cells`; the margin is left alone.
    mutating func run(
        _ frame: ObjectFrame,
        distances: UnsafePointer<Double>,
        cells: UnsafeMutablePointer<FloodCell>
    ) {
        let (width, height, depth) = (frame.x.count, frame.y.count, frame.z.count)
        let plane = planeSums.room(width * height)
        let row = rowSums.room(width)
        let radius = weights.count - 1
        let line = line.room(width + 2 * radius)
        for z in 0..<depth {
            for y in 0..<height {
                let first = frame.index(x: 0, y: y, z: z)
                guard frame.is3D else {
                    (plane + y * width).update(from: distances + first, count: width)
                    continue
                }
                sum(plane + y * width, width, at: z, of: depth, frame.openZ) {
                    distances + frame.index(x: 0, y: y, z: $0)
                }
            }
            for y in 0..<height {
                sum(row, width, at: y, of: height, frame.openY) { UnsafePointer(plane + $0 * width) }
                alongRow(row, width, frame.openX, line, cells + frame.index(x: 0, y: y, z: z))
            }
        }
    }

    /// The weighted sum of line `index` and its neighbours among `count` lines, each of `width` pixels.
    private func sum(
        _ sums: UnsafeMutablePointer<Double>,
        _ width: Int,
        at index: Int,
        of count: Int,
        _ open: (before: Bool, after: Bool),
        line: (Int) -> UnsafePointer<Double>
    ) {
        // Without distance there is nothing to add.
        func lineIfAny(_ index: Int) -> UnsafePointer<Double>? {
            if index < 0 { return open.before ? nil : line(0) }
            if index >= count { return open.after ? nil : line(count - 1) }
            return line(index)
        }
        let own = line(index)
        for x in 0..<width { sums[x] = own[x] * weights[0] }
        for distance in (1..<max(1, weights.count)).reversed() {
            let weight = weights[distance]
            switch (lineIfAny(index - distance), lineIfAny(index + distance)) {
            case (let before?, let after?): for x in 0..<width { sums[x] += (before[x] + after[x]) * weight }
            case (let one?, nil), (nil, let one?): for x in 0..<width { sums[x] += one[x] * weight }
            case (nil, nil): break
            }
        }
    }

    /// The weighted sums along one row, rounded.
    private func alongRow(
        _ row: UnsafeMutablePointer<Double>,
        _ width: Int,
        _ open: (before: Bool, after: Bool),
        _ line: UnsafeMutablePointer<Double>,
        _ cells: UnsafeMutablePointer<FloodCell>
    ) {
        // What is further away than the row is long is nothing, unless the border is repeated.
        let radius = open.before && open.after ? min(weights.count - 1, width - 1) : weights.count - 1
        line.update(repeating: open.before ? 0 : row[0], count: radius)
        (line + radius).update(from: row, count: width)
        (line + radius + width).update(repeating: open.after ? 0 : row[width - 1], count: radius)
        for x in 0..<width { row[x] *= weights[0] }
        for distance in (1..<max(1, radius + 1)).reversed() {
            let (weight, before, after) = (weights[distance], line + radius - distance, line + radius + distance)
            for x in 0..<width { row[x] += (before[x] + after[x]) * weight }
        }
        for x in 0..<width { cells[x].level = FloodCell.level(Float(row[x])) }
    }
}
