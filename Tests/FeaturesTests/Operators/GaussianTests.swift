import Features
import Imaging
import TestSupport
import Testing

/// Sizes that are smaller than most windows, planes and volumes.
let oddSizes = [
    (1, 1, 1), (1, 9, 1), (9, 1, 1), (2, 2, 1), (3, 2, 1), (7, 5, 1), (33, 21, 1),
    (1, 1, 2), (5, 1, 3), (1, 6, 4), (2, 3, 7), (9, 8, 5),
].map { ImageSize(width: $0.0, height: $0.1, depth: $0.2) }

/// One feature of an image.
func evaluate(_ text: String, _ image: NaiveImage) throws -> NaiveImage {
    let plan = try FeaturePlan(FeatureSpecification(parsing: text), dimensions: image.axes)
    let pixels = HostFeatures.evaluate(plan, plane: image.pixels, size: image.size)[0]
    return NaiveImage(size: image.size, pixels: pixels)
}

@Suite("Host features")
struct HostFeatureTests {
    @Test("the Gaussian equals the formula bit for bit, also on images smaller than its window", arguments: oddSizes)
    func gaussian(size: ImageSize) throws {
        let image = NaiveImage.random(size, seed: size.pixelCount)
        for sigma in [-1, 0, 0.1, 0.125, 0.3, 0.5, 1, 1.5, 2.2, 3.7] {
            #expect(try evaluate("gaussian_blur=\(sigma)", image).bits == image.blurred(sigma).bits, "sigma \(sigma)")
        }
        let (narrow, wide) = (image.blurred(2.0 * 0.9), image.blurred(2.0 * 1.1))
        let difference = zip(narrow.pixels, wide.pixels).map { ($0 - $1).bitPattern }
        #expect(try evaluate("difference_of_gaussian=2", image).bits == difference)
        let background = image.blurred(2)
        let subtracted = zip(image.pixels, background.pixels).map { ($0 - $1).bitPattern }
        #expect(try evaluate("subtract_gaussian_background=2", image).bits == subtracted)
        let divided = zip(image.pixels, background.pixels).map { ($0 / $1).bitPattern }
        #expect(try evaluate("divide_by_gaussian_background=2", image).bits == divided)
    }

    @Test("Laplace, Sobel and gradients equal the formula bit for bit, at the borders too", arguments: oddSizes)
    func neighbourhoods(size: ImageSize) throws {
        for seed in 0..<10 {
            let image = NaiveImage.random(size, seed: 100 + seed)
            #expect(try evaluate("laplace_box=1", image).bits == image.laplaceBox.bits)
            #expect(try evaluate("laplace_diamond=1", image).bits == image.laplaceDiamond.bits)
            #expect(try evaluate("sobel=1", image).bits == image.sobel.bits)
            #expect(try evaluate("sobel_of_laplace_box=1", image).bits == image.laplaceBox.sobel.bits)
            #expect(try evaluate("laplace_box_of_gaussian_blur=1", image).bits == image.blurred(1).laplaceBox.bits)
            let alongX = image.map { image.at($0 + 1, $1, $2) - image.at($0 - 1, $1, $2) }
            let alongY = image.map { image.at($0, $1 + 1, $2) - image.at($0, $1 - 1, $2) }
            let alongZ = image.map { image.at($0, $1, $2 + 1) - image.at($0, $1, $2 - 1) }
            #expect(try evaluate("gradient_x=1", image).bits == alongX.bits)
            #expect(try evaluate("gradient_y=1", image).bits == alongY.bits)
            guard size.is3D else { continue }
            #expect(try evaluate("gradient_z=1", image).bits == alongZ.bits)
        }
    }

    @Test("the Laplacian rounds in the order of the reference")
    func order() throws {
        // 2^60 + 1 needs more than a double: which neighbour comes first decides what is left.
        let big: Float = 0x1p60
        let size = ImageSize(width: 3, height: 3)
        let image = NaiveImage(size: size, pixels: [0, 0, 0, -big, 0, big, 0, 0, 1])
        // -2^60 (right), then +2^60 (left), then -1 (the last corner).
        #expect(try evaluate("laplace_box=1", image).pixels[4] == -1)
        // Right, left, top, bottom: 0 - 2^60 - 1 + 2^60 loses the 1, which comes before the bottom.
        let cross = NaiveImage(size: size, pixels: [0, 1, 0, 0, 0, big, 0, -big, 0])
        #expect(try evaluate("laplace_diamond=1", cross).pixels[4] == 0)
    }

    @Test("a ramp of a volume: Sobel gives 32, the box Laplacian -25 times the pixel")
    func ramp() throws {
        let size = ImageSize(width: 5, height: 5, depth: 5)
        for axis in 0..<3 {
            let image = NaiveImage(size: size, pixels: []).map { Float([$0, $1, $2][axis]) }
            let centre = 2 * 25 + 2 * 5 + 2
            #expect(try evaluate("sobel=1", image).pixels[centre] == 32)
            #expect(try evaluate("laplace_box=1", image).pixels[centre] == -25 * 2)
            #expect(try evaluate("laplace_diamond=1", image).pixels[centre] == 0)
            let gradients = try ["x", "y", "z"].map { try evaluate("gradient_\($0)=1", image).pixels[centre] }
            #expect(gradients == (0..<3).map { $0 == axis ? 2 : 0 })
        }
    }

    @Test("a tap of a positive sigma turns a negative zero into zero, a copy does not; means likewise")
    func negativeZero() throws {
        let image = NaiveImage(size: ImageSize(width: 1, height: 1), pixels: [-0.0])
        for text in ["gaussian_blur=0.1", "mean_box=0.4", "mean_sphere=0", "mean_sphere=-0.9"] {
            #expect(try evaluate(text, image).bits == [Float(0).bitPattern], "\(text)")
        }
        let copies = [
            "gaussian_blur=0", "copy=7", "mean_box=0", "mean_box=-5", "median_box=0.4", "minimum_box=-1",
            "maximum_sphere=-3", "opening_sphere=0.4", "absolute=1", "square_root=1",
        ]
        for text in copies {
            #expect(try evaluate(text, image).bits == [Float(-0.0).bitPattern], "\(text)")
        }
    }

    @Test("a sigma whose square vanishes in float32 gives NaN, as in the reference")
    func vanishing() throws {
        let image = NaiveImage(size: ImageSize(width: 2, height: 1), pixels: [1, 2])
        #expect(try evaluate("gaussian_blur=1e-30", image).pixels.allSatisfy(\.isNaN))
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
    }

    @Test("local extrema: the first of equal ones column by column, borders included", arguments: oddSizes)
    func extrema(size: ImageSize) throws {
        for (seed, span) in [(1, 0...1), (2, 0...3), (3, 0...255)] {
            let image = NaiveImage.random(size, seed: seed, bytes: span)
            for (name, sign) in [("maxima", Float(1)), ("minima", -1)] {
                let expected = image.map { x, y, z in
                    let own = sign * image.at(x, y, z)
                    let offsets = NaiveImage.cube(1, axes: image.axes)
                    for (index, offset) in offsets.enumerated() where offset != [0, 0, 0] {
                        let place = [x + offset[0], y + offset[1], z + offset[2]]
                        let extents = [size.width, size.height, size.depth]
                        guard zip(place, extents).allSatisfy({ $0 >= 0 && $0 < $1 }) else { continue }
                        let other = sign * image.at(place[0], place[1], place[2])
                        if other > own || (other == own && index < offsets.count / 2) { return 0 }
                    }
                    return 1
                }
                #expect(try evaluate("detect_\(name)_box=0", image).bits == expected.bits, "\(name) of \(span)")
            }
        }
        // From 2^24 on, a pixel less 1 is the pixel: an equal neighbour does not count then.
        let large = NaiveImage(size: ImageSize(width: 2, height: 1), pixels: [0x1p25, 0x1p25])
        #expect(try evaluate("detect_maxima_box=0", large).pixels == [1, 1])
        let small = NaiveImage(size: ImageSize(width: 2, height: 1), pixels: [5, 5])
        #expect(try evaluate("detect_maxima_box=0", small).pixels == [1, 0])
    }
}
