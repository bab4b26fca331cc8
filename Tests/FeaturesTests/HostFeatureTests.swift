import Features
import Imaging
import TestSupport
import Testing

/// The formulas of the specification, pixel by pixel, with a clamp at every read.
private struct NaivePlane {
    let size: ImageSize
    let pixels: [Float]

    func at(_ x: Int, _ y: Int) -> Float {
        pixels[min(max(y, 0), size.height - 1) * size.width + min(max(x, 0), size.width - 1)]
    }

    func map(_ value: (Int, Int) -> Float) -> NaivePlane {
        NaivePlane(
            size: size,
            pixels: (0..<size.height).flatMap { y in (0..<size.width).map { x in value(x, y) } }
        )
    }

    func blurred(_ sigma: Double) -> NaivePlane {
        guard sigma > 0 else { return self }
        var count = Int((8 * sigma).rounded(.towardZero))
        if count % 2 == 0 { count += 1 }
        let half = (count - 1) / 2
        let s = Float(sigma)
        let d = Float(Double(Float(-2 * Double(s))) * Double(s))
        let taps = (-half...half).map { naiveExp(Float($0 * $0) / d) }
        let total = taps.reduce(Float(0)) { Float(Double($0) + Double($1)) }
        let rows = map { x, y in
            zip(-half...half, taps).reduce(Float(0)) { $0.addingProduct($1.1, at(x + $1.0, y)) } / total
        }
        return rows.map { x, y in
            zip(-half...half, taps).reduce(Float(0)) { $0.addingProduct($1.1, rows.at(x, y + $1.0)) } / total
        }
    }

    var laplace: NaivePlane {
        map { x, y in
            let others = [(1, 0), (-1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)]
            return Float(others.reduce(8 * Double(at(x, y))) { $0 - Double(at(x + $1.0, y + $1.1)) })
        }
    }

    var sobel: NaivePlane {
        map { x, y in
            func component(_ offsets: [(Int, Int, Double)]) -> Float {
                Float(offsets.reduce(-0.0) { $0 + $1.2 * Double(at(x + $1.0, y + $1.1)) })
            }
            let gx = component([(-1, -1, -1), (-1, 0, -2), (-1, 1, -1), (1, -1, 1), (1, 0, 2), (1, 1, 1)])
            let gy = component([(-1, -1, -1), (0, -1, -2), (1, -1, -1), (-1, 1, 1), (0, 1, 2), (1, 1, 1)])
            return Float((gy * gy).addingProduct(gx, gx)).squareRoot()
        }
    }

    /// Each product and each sum rounded by itself, through double.
    private func naiveExp(_ x: Float) -> Float {
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
}

@Suite("Host features")
struct HostFeatureTests {
    private static let sizes = [(1, 1), (1, 9), (9, 1), (2, 2), (3, 2), (7, 5), (33, 21)]

    private func random(_ size: ImageSize, seed: Int) -> NaivePlane {
        var source = RandomSource(seed: UInt64(seed))
        let pixels = (0..<size.pixelCount).map { _ -> Float in
            // Several magnitudes, so that the order of additions shows.
            let magnitude = Float([1e-3, 1, 100, 65_535, 1e9].randomElement(using: &source) ?? 1)
            return Float.random(in: -magnitude...magnitude, using: &source)
        }
        return NaivePlane(size: size, pixels: pixels)
    }

    private func evaluate(_ text: String, _ plane: NaivePlane) throws -> [UInt32] {
        let plan = try FeaturePlan(FeatureSpecification(parsing: text))
        return HostFeatures.evaluate(plan, plane: plane.pixels, size: plane.size)[0].map(\.bitPattern)
    }

    private func bits(_ plane: NaivePlane) -> [UInt32] { plane.pixels.map(\.bitPattern) }

    @Test("the Gaussian equals the formula bit for bit, also on images smaller than its window", arguments: sizes)
    func gaussian(width: Int, height: Int) throws {
        let plane = random(ImageSize(width: width, height: height), seed: width)
        for sigma in [-1, 0, 0.1, 0.125, 0.3, 0.5, 1, 1.5, 2.2, 3.7, 10] {
            #expect(try evaluate("gaussian_blur=\(sigma)", plane) == bits(plane.blurred(sigma)), "sigma \(sigma)")
        }
        let (narrow, wide) = (plane.blurred(2.0 * 0.9), plane.blurred(2.0 * 1.1))
        let difference = zip(narrow.pixels, wide.pixels).map { ($0 - $1).bitPattern }
        #expect(try evaluate("difference_of_gaussian=2", plane) == difference)
    }

    @Test("Laplace and Sobel equal the formula bit for bit, at the borders too", arguments: sizes)
    func neighbourhoods(width: Int, height: Int) throws {
        for seed in 0..<20 {
            let plane = random(ImageSize(width: width, height: height), seed: 100 + seed)
            #expect(try evaluate("laplace_box=1", plane) == bits(plane.laplace))
            #expect(try evaluate("sobel=1", plane) == bits(plane.sobel))
            #expect(try evaluate("sobel_of_laplace_box=1", plane) == bits(plane.laplace.sobel))
            #expect(try evaluate("laplace_box_of_gaussian_blur=1", plane) == bits(plane.blurred(1).laplace))
        }
    }

    @Test("the Laplacian rounds in the order of the reference")
    func order() throws {
        // 2^60 + 1 needs more than a double: which neighbour comes first decides what is left.
        let big: Float = 0x1p60
        let plane = NaivePlane(size: ImageSize(width: 3, height: 3), pixels: [0, 0, 0, -big, 0, big, 0, 0, 1])
        let result = try evaluate("laplace_box=1", plane)[4]
        // -2^60 (right), then +2^60 (left), then -1 (the last corner).
        #expect(Float(bitPattern: result) == -1)
    }

    @Test("a tap of a positive sigma turns a negative zero into zero, a copy does not")
    func negativeZero() throws {
        let plane = NaivePlane(size: ImageSize(width: 1, height: 1), pixels: [-0.0])
        #expect(try evaluate("gaussian_blur=0.1", plane) == [Float(0).bitPattern])
        #expect(try evaluate("gaussian_blur=0", plane) == [Float(-0.0).bitPattern])
    }

    @Test("a sigma whose square vanishes in float32 gives NaN, as in the reference")
    func vanishing() throws {
        let plane = NaivePlane(size: ImageSize(width: 2, height: 1), pixels: [1, 2])
        #expect(try evaluate("gaussian_blur=1e-30", plane).allSatisfy { Float(bitPattern: $0).isNaN })
    }

    @Test("weights: symmetric, ascending to 1, their sum and width as specified")
    func weights() {
        let weights = GaussianWeights(sigma: 1)
        #expect(weights.halfWidth == 4 && weights.weights.count == 9 && weights.weights[4] == 1)
        #expect(weights.weights.elementsEqual(weights.weights.reversed()))
        #expect(weights.sum == weights.weights.reduce(0, +))
        #expect(weights.weights[..<5] == [0.00033546262, 0.011108996, 0.13533528, 0.60653067, 1])
        // The window comes from the double: as float32 both are a quarter.
        #expect(GaussianWeights(sigma: 0.249_999_999_99).halfWidth == 0 && GaussianWeights(sigma: 0.25).halfWidth == 1)
        #expect(GaussianWeights(sigma: 0).isIdentity && GaussianWeights(sigma: -3).halfWidth == 0)
    }
}
