import Features
import Imaging
import Testing

@Suite("Gaussian")
struct GaussianTests {
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
}
