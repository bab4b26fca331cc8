import Imaging
import TestSupport

/// The formulas of the specification, pixel by pixel, with a clamp at every read.
struct NaiveImage {
    let size: ImageSize
    let pixels: [Float]

    var axes: Int { size.depth > 1 ? 3 : 2 }
    var bits: [UInt32] { pixels.map(\.bitPattern) }

    func at(_ x: Int, _ y: Int, _ z: Int) -> Float {
        func clamped(_ place: Int, _ extent: Int) -> Int { max(0, min(extent - 1, place)) }
        let row = clamped(z, size.depth) * size.height + clamped(y, size.height)
        return pixels[row * size.width + clamped(x, size.width)]
    }

    /// A volume of 5 × 5 × 5 pixels whose values are their positions along one axis; pixel 62 is its centre.
    static func ramp(axis: Int) -> NaiveImage {
        let size = ImageSize(width: 5, height: 5, depth: 5)
        return NaiveImage(size: size, pixels: []).map { Float([$0, $1, $2][axis]) }
    }

    func map(_ value: (Int, Int, Int) -> Float) -> NaiveImage {
        var result: [Float] = []
        for z in 0..<size.depth {
            for y in 0..<size.height {
                for x in 0..<size.width { result.append(value(x, y, z)) }
            }
        }
        return NaiveImage(size: size, pixels: result)
    }

    /// One value per pixel from a line of 2 × `half` + 1 pixels, along x, then y, then z.
    func lineByLine(_ half: Int, _ value: ([Float]) -> Float) -> NaiveImage {
        let range = -half...half
        var result = map { x, y, z in value(range.map { at(x + $0, y, z) }) }
        let rows = result
        result = map { x, y, z in value(range.map { rows.at(x, y + $0, z) }) }
        guard axes == 3 else { return result }
        let columns = result
        return map { x, y, z in value(range.map { columns.at(x, y, z + $0) }) }
    }

    func blurred(_ sigma: Double) -> NaiveImage {
        guard sigma > 0 else { return self }
        var count = Int((8 * sigma).rounded(.towardZero))
        if count % 2 == 0 { count += 1 }
        let half = (count - 1) / 2
        let s = Float(sigma)
        let d = Float(Double(Float(-2 * Double(s))) * Double(s))
        let taps = (-half...half).map { Self.exponential(Float($0 * $0) / d) }
        let total = taps.reduce(Float(0)) { Float(Double($0) + Double($1)) }
        return lineByLine(half) { line in
            zip(taps, line).reduce(Float(0)) { $0.addingProduct($1.0, $1.1) } / total
        }
    }

    /// Each product and each sum rounded by itself, through double.
    private static func exponential(_ x: Float) -> Float {
        func f(_ value: Double) -> Float { Float(value) }
        let q = f(Double(x) * Double(Float(1.4426950408889634))).rounded(.toNearestOrEven)
        var r = f(Double(x) - Double(f(Double(q) * 0.693145751953125)))
        r = f(Double(r) - Double(f(Double(q) * Double(Float(1.428606765330187045e-06)))))
        let coefficients: [Float] = [
            1.98527617612853646e-4, 1.39304355252534151e-3, 8.33336077630519867e-3, 4.16664853692054749e-2,
            1.66666671633720398e-1, 0.5,
        ]
        let u = coefficients.dropFirst().reduce(coefficients[0]) { f(Double(f(Double($0) * Double(r))) + Double($1)) }
        let tail = f(Double(f(Double(f(Double(r) * Double(r))) * Double(u))) + Double(r))
        var value = f(1 + Double(tail))
        for _ in 0..<Int(-q) { value /= 2 }
        return value
    }

    /// Sums of weighted neighbours in the order given, in double.
    func weighted(_ weights: [(x: Int, y: Int, z: Int, weight: Double)]) -> NaiveImage {
        map { x, y, z in
            Float(weights.reduce(-0.0) { $0 + $1.weight * Double(at(x + $1.x, y + $1.y, z + $1.z)) })
        }
    }

    var laplaceBox: NaiveImage {
        guard axes == 3 else {
            return weighted([
                (0, 0, 0, 8), (1, 0, 0, -1), (-1, 0, 0, -1), (0, -1, 0, -1), (0, 1, 0, -1), (-1, -1, 0, -1),
                (1, -1, 0, -1), (-1, 1, 0, -1), (1, 1, 0, -1),
            ])
        }
        return map { x, y, z in
            Self.cube(1).reduce(Float(0)) {
                let value = at(x + $1[0], y + $1[1], z + $1[2])
                return Float(Double($0) + Double($1 == [0, 0, 0] ? value : -value))
            }
        }
    }

    var laplaceDiamond: NaiveImage {
        let plane = [(1, 0, 0, -1.0), (-1, 0, 0, -1.0), (0, -1, 0, -1.0), (0, 1, 0, -1.0)]
        return axes == 2
            ? weighted([(0, 0, 0, 4)] + plane) : weighted([(0, 0, 0, 6)] + plane + [(0, 0, 1, -1), (0, 0, -1, -1)])
    }

    var sobel: NaiveImage {
        guard axes == 3 else {
            let gx = weighted([
                (-1, -1, 0, -1), (-1, 0, 0, -2), (-1, 1, 0, -1), (1, -1, 0, 1), (1, 0, 0, 2), (1, 1, 0, 1),
            ])
            let gy = weighted([
                (-1, -1, 0, -1), (0, -1, 0, -2), (1, -1, 0, -1), (-1, 1, 0, 1), (0, 1, 0, 2), (1, 1, 0, 1),
            ])
            return map { x, y, z in
                let (a, b) = (gx.at(x, y, z), gy.at(x, y, z))
                return Float(b * b).addingProduct(a, a).squareRoot()
            }
        }
        let (difference, smooth) = ([1, 0, -1], [1, 2, 1])
        return map { x, y, z in
            let gradients = (0..<3).map { axis in
                Self.cube(1).reduce(Float(0)) { sum, offset in
                    let weight = (0..<3).reduce(1) { $0 * ($1 == axis ? difference : smooth)[offset[$1] + 1] }
                    let value = Double(at(x + offset[0], y + offset[1], z + offset[2]))
                    return weight == 0 ? sum : Float(Double(sum) + Double(weight) * value)
                }
            }
            let square = Float(Double(gradients[1]) * Double(gradients[1]))
            return square.addingProduct(gradients[0], gradients[0]).addingProduct(gradients[2], gradients[2])
                .squareRoot()
        }
    }

    /// Offsets of a cube, or of a square, x outermost.
    static func cube(_ half: Int, axes: Int = 3) -> [[Int]] {
        let range = -half...half
        return range.flatMap { x in range.flatMap { y in (axes == 3 ? range : 0...0).map { [x, y, $0] } } }
    }

    /// The pixels of the window around a pixel; those of a sphere are no farther from it than `half`.
    func window(_ half: Int, isSphere: Bool, _ x: Int, _ y: Int, _ z: Int) -> [Float] {
        Self.cube(half, axes: axes)
            .filter { !isSphere || $0.reduce(0) { $0 + $1 * $1 } <= half * half }
            .map { at(x + $0[0], y + $0[1], z + $0[2]) }
    }

    func windows(_ half: Int, isSphere: Bool, _ value: ([Float]) -> Float) -> NaiveImage {
        map { x, y, z in value(window(half, isSphere: isSphere, x, y, z)) }
    }

    /// Integers from `range`, or reals of several magnitudes so that the order of additions shows.
    static func random(_ size: ImageSize, seed: Int, bytes: ClosedRange<Int>? = nil) -> NaiveImage {
        var source = SplitMix(seed: UInt64(seed))
        let pixels = (0..<size.pixelCount).map { _ -> Float in
            if let bytes { return Float(Int.random(in: bytes, using: &source)) }
            let magnitude = Float([1e-3, 1, 100, 65_535, 1e9].randomElement(using: &source) ?? 1)
            return Float.random(in: -magnitude...magnitude, using: &source)
        }
        return NaiveImage(size: size, pixels: pixels)
    }
}
