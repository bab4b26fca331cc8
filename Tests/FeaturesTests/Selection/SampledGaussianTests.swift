import Features
import Testing

@Suite("Sampled Gaussians")
struct SampledGaussianTests {
    @Test(
        "half widths are cut from the window as ilastik cuts them",
        arguments: [
            (0.3, 3.5, 1), (0.7, 3.5, 2), (1, 3.5, 4), (1.249, 3.5, 4), (3.354, 3.5, 12), (4.899, 3.5, 17),
            (9.95, 3.5, 35), (1, 2, 2), (0.7, 2, 1), (0.66, 2, 1), (0.5, 2, 1), (0.462, 2, 1), (0.35, 2, 1),
            (0.3, 2, 1), (0.2, 2, 0),
        ] as [(Double, Double, Int)]
    )
    func halfWidths(sigma: Double, window: Double, expected: Int) {
        let gaussian = SampledGaussian(sigma: sigma, window: window)
        #expect(gaussian.halfWidth == expected && gaussian.taps.count == expected + 1)
    }

    @Test("a constant, a ramp and a parabola give 1 at order 0, 1 and 2; order 2 gives 0 of a constant")
    func responses() {
        for sigma in [0.35, 0.45, 0.5, 0.7, 1, 2.3, 9.95] {
            for window in [2, 3.5] {
                func response(_ order: Int, _ power: Int) -> Double {
                    let taps = SampledGaussian(sigma: sigma, order: order, window: window).taps
                    return taps.enumerated().reduce(0) { sum, tap in
                        let pixel = (0..<power).reduce(1.0) { product, _ in product * Double(tap.offset) }
                        let both = tap.offset == 0 ? 1.0 : 2
                        return sum + both * pixel * Double(tap.element)
                    }
                }
                #expect(abs(response(0, 0) - 1) < 1e-6)
                #expect(abs(response(1, 1) - 1) < 1e-6)
                #expect(abs(response(2, 2) / 2 - 1) < 1e-6)
                #expect(abs(response(2, 0)) < 1e-6)
            }
        }
    }

    @Test("neighbouring taps have the ratio of the Gaussian and its derivatives")
    func ratios() {
        let smooth = SampledGaussian(sigma: 2.3, window: 3.5).taps
        let slope = SampledGaussian(sigma: 2.3, order: 1, window: 3.5).taps
        for x in 1..<smooth.count - 1 {
            // exp(-((x + 1)² - x²) / 2σ²) by repeated multiplication, without a library's exponential.
            let step = Double(smooth[x + 1]) / Double(smooth[x])
            let first = Double(smooth[1]) / Double(smooth[0])
            let expected = (0..<2 * x + 1).reduce(1.0) { product, _ in product * first }
            #expect(abs(step / expected - 1) < 1e-5)
            #expect(abs(Double(slope[x + 1]) / Double(slope[x]) / (step * Double(x + 1) / Double(x)) - 1) < 1e-5)
        }
        #expect(slope[0] == 0 && slope[1] > 0)
        // exp(-1 / 2 · 2.3²), to ten digits.
        #expect(abs(Double(smooth[1]) / Double(smooth[0]) - 0.909_811_395_7) < 2e-7)
    }
}
