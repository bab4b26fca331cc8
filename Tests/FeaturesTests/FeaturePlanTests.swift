import Features
import Imaging
import TestSupport
import Testing

@Suite("Feature plan")
struct FeaturePlanTests {
    private func plan(_ text: String) throws -> FeaturePlan { try FeaturePlan(FeatureSpecification(parsing: text)) }

    @Test("steps that features share are done once, duplicates keep their places")
    func sharing() throws {
        let plan = try plan(
            "original gaussian_blur=1 sobel_of_gaussian_blur=1.0 laplace_box_of_gaussian_blur=1e0 "
                + "gaussian_blur=1 ORIGINAL"
        )
        #expect(plan.steps.map(\.operation) == [.gaussianBlur(sigma: 1), .sobel, .laplaceBox])
        #expect(plan.steps.map(\.inputs) == [[-1], [0], [0]])
        #expect(plan.outputs == [-1, 0, 1, 2, 0, -1])
    }

    @Test("a difference of Gaussians is two blurs and a subtraction, shared with blurs of the same sigma")
    func difference() throws {
        let plan = try plan("gaussian_blur=0.9 difference_of_gaussian=1 gaussian_blur=1.1")
        let narrow = FeatureOperation.gaussianBlur(sigma: 0.9)
        let wide = FeatureOperation.gaussianBlur(sigma: 1.1)
        #expect(plan.steps.map(\.operation) == [narrow, wide, .subtract])
        #expect(plan.steps[2].inputs == [0, 1] && plan.outputs == [0, 2, 1])
    }

    @Test("a sigma of 0 or less is the image itself")
    func identity() throws {
        let plan = try plan("gaussian_blur=0 gaussian_blur=-1 difference_of_gaussian=0 sobel_of_gaussian_blur=-2")
        #expect(plan.steps.map(\.operation) == [.subtract, .sobel])
        #expect(plan.steps.map(\.inputs) == [[-1, -1], [-1]] && plan.outputs == [-1, -1, 0, 1])
    }

    @Test("what follows a second _of_ is dropped")
    func dropped() throws {
        #expect(try plan("sobel_of_gaussian_blur_of_laplace_box=1").steps == plan("sobel_of_gaussian_blur=1").steps)
        #expect(try plan("gaussian_blur_of_gaussian_blur=2").steps.map(\.inputs) == [[-1], [0]])
    }

    @Test(
        "the halo is the longest sum along a chain",
        arguments: [
            ("original", 0), ("sobel=1", 1), ("gaussian_blur=1", 4), ("gaussian_blur=0.5", 2), ("gaussian_blur=0.3", 1),
            ("gaussian_blur=0.1", 0), ("gaussian_blur=5", 20), ("laplace_box_of_gaussian_blur=5", 21),
            ("difference_of_gaussian=5", 22), ("gaussian_blur_of_gaussian_blur=2", 16),
            ("sobel_of_laplace_box=1 gaussian_blur=0.2", 2),
        ]
    )
    func halo(text: String, expected: Int) throws {
        #expect(try plan(text).halo == expected)
    }

    @Test("rows cut out with the halo around them give the whole plane's features; one row less does not")
    func strips() throws {
        var source = RandomSource(seed: 7)
        let size = ImageSize(width: 17, height: 60)
        let plane = (0..<size.pixelCount).map { _ in Float.random(in: 0...255, using: &source) }
        let texts = [
            "gaussian_blur=1.5", "laplace_box_of_gaussian_blur=2", "sobel_of_sobel=0", "difference_of_gaussian=1",
        ]
        for text in texts {
            let plan = try plan(text)
            let whole = HostFeatures.evaluate(plan, plane: plane, size: size)[0]
            for (halo, isExact) in [(plan.halo, true), (plan.halo - 1, false)] {
                let rows = 25 - halo..<35 + halo
                let part = HostFeatures.evaluate(
                    plan,
                    plane: Array(plane[rows.lowerBound * size.width..<rows.upperBound * size.width]),
                    size: ImageSize(width: size.width, height: rows.count)
                )[0]
                let inner = Array(part[halo * size.width..<(halo + 10) * size.width])
                let isEqual = inner == Array(whole[25 * size.width..<35 * size.width])
                #expect(isEqual == isExact, "\(text) with \(halo) rows")
            }
        }
    }
}
