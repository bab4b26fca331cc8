import Features
import Imaging
import TestSupport
import Testing

@Suite("Feature plan")
struct FeaturePlanTests {
    private func plan(_ text: String, dimensions: Int = 2) throws -> FeaturePlan {
        try FeaturePlan(FeatureSpecification(parsing: text), dimensions: dimensions)
    }

    /// The operations of a plan by the names of their types.
    private func operations(_ plan: FeaturePlan) -> [String] { plan.steps.map { "\(type(of: $0.operation))" } }

    /// The one step of a feature.
    private func step(_ text: String) throws -> FeatureStep {
        let plan = try plan(text)
        try #require(plan.steps.count == 1)
        return plan.steps[0]
    }

    @Test("steps that features share are done once, duplicates keep their places")
    func sharing() throws {
        let plan = try plan(
            "original gaussian_blur=1 sobel_of_gaussian_blur=1.0 laplace_box_of_gaussian_blur=1e0 "
                + "gaussian_blur=1 ORIGINAL"
        )
        #expect(operations(plan) == ["GaussianBlur", "Sobel", "LaplaceBox"])
        #expect(try plan.steps[0] == step("gaussian_blur=1") && plan.steps[0] != step("gaussian_blur=1.0001"))
        #expect(plan.steps.map(\.inputs) == [[-1], [0], [0]])
        #expect(plan.outputs == [-1, 0, 1, 2, 0, -1])
    }

    @Test("a difference of Gaussians is two blurs and a subtraction, shared with blurs of the same sigma")
    func difference() throws {
        let plan = try plan("gaussian_blur=0.9 difference_of_gaussian=1 gaussian_blur=1.1")
        #expect(operations(plan) == ["GaussianBlur", "GaussianBlur", "SubtractPlanes"])
        #expect(try plan.steps[0] == step("gaussian_blur=0.9") && plan.steps[1] == step("gaussian_blur=1.1"))
        #expect(plan.steps[2].inputs == [0, 1] && plan.outputs == [0, 2, 1])
    }

    @Test("a sigma of 0 or less is the image itself")
    func identity() throws {
        let plan = try plan("gaussian_blur=0 gaussian_blur=-1 difference_of_gaussian=0 sobel_of_gaussian_blur=-2")
        #expect(operations(plan) == ["SubtractPlanes", "Sobel"])
        #expect(plan.steps.map(\.inputs) == [[-1, -1], [-1]] && plan.outputs == [-1, -1, 0, 1])
    }

    @Test("what follows a second _of_ is dropped")
    func dropped() throws {
        #expect(try plan("sobel_of_gaussian_blur_of_laplace_box=1").steps == plan("sobel_of_gaussian_blur=1").steps)
        #expect(try plan("gaussian_blur_of_gaussian_blur=2").steps.map(\.inputs) == [[-1], [0]])
    }

    @Test("composite features are made of shared steps")
    func composites() throws {
        let hats = try plan("top_hat_box=2 opening_box=2 minimum_box=2.4 bottom_hat_box=2 closing_box=2 maximum_box=2")
        let extrema = "WindowExtremum"
        #expect(operations(hats) == [extrema, extrema, "SubtractPlanes", extrema, extrema, "SubtractPlanes"])
        #expect(try hats.steps[0] == step("minimum_box=2") && hats.steps[3] == step("maximum_box=2"))
        #expect(try hats.steps[0] != step("maximum_box=2") && hats.steps[0] != step("minimum_sphere=2"))
        #expect(hats.steps.map(\.inputs) == [[-1], [0], [-1, 1], [-1], [3], [4, -1]])
        #expect(hats.outputs == [2, 1, 0, 5, 4, 3])
        let deviation = try plan("standard_deviation_sphere=1 variance_sphere=1")
        #expect(operations(deviation) == ["WindowVariance", "Pointwise"] && deviation.outputs == [1, 0])
        #expect(try deviation.steps[0] == step("variance_sphere=1"))
        #expect(try deviation.steps[1].operation.isEqual(to: step("sqrt=0").operation))
        let background = try plan("subtract_gaussian_background=2 divide_by_gaussian_background=2 gaussian_blur=2")
        #expect(operations(background) == ["GaussianBlur", "SubtractPlanes", "DividePlanes"])
        #expect(background.steps.map(\.inputs) == [[-1], [-1, 0], [-1, 0]] && background.outputs == [1, 2, 0])
        let clip = try plan("clip=50")
        #expect(try clip.steps[0] == step("maximum_image_and_scalar=50") && clip.steps[1].inputs == [0])
        #expect(try clip.steps[1].operation.isEqual(to: step("minimum_image_and_scalar=50").operation))
        let maxima = try plan("detect_maxima_box=1 mean_box=1")
        #expect(operations(maxima) == ["WindowMean", "LocalExtremum"] && maxima.outputs == [1, 0])
        #expect(try maxima.steps[1] != plan("detect_minima_box=1").steps[1])
    }

    @Test(
        "a radius becomes a half width as the reference cuts it; what it copies is no step",
        arguments: [
            ("mean_box=0", nil), ("mean_box=-7", nil), ("mean_box=0.4", 0), ("mean_box=1", 1), ("mean_box=1.4", 1),
            ("mean_box=1.5", 1), ("mean_box=1.99", 1), ("mean_box=2", 2), ("mean_box=10", 10), ("minimum_box=0.9", nil),
            ("maximum_sphere=-9", nil), ("mean_sphere=0", 0), ("mean_sphere=-0.9", 0), ("median_box=0.5", nil),
            ("median_sphere=15", 15), ("variance_box=0", 0), ("variance_sphere=2.6", 2), ("mode_box=0", 0),
            ("mode_sphere=3", 3), ("copy=3", nil),
        ] as [(String, Int?)]
    )
    func radii(text: String, expected: Int?) throws {
        let plan = try plan(text)
        #expect(plan.steps.count == (expected == nil ? 0 : 1))
        #expect(plan.outputs == [expected == nil ? -1 : 0])
        #expect(plan.halo == expected ?? 0)
    }

    @Test("operations that ignore the number are shared whatever it is")
    func ignoredNumbers() throws {
        let plan = try plan("sobel=1 sobel=2 laplace_diamond=nan laplace_diamond=0 square=1 power=2 fabs=1 absolute=3")
        #expect(operations(plan) == ["Sobel", "LaplaceDiamond", "Pointwise", "Pointwise"])
        #expect(plan.outputs == [0, 0, 1, 1, 2, 2, 3, 3])
    }

    @Test("a plan for volumes may meet a plane, but for gradients along z; medians are limited by the image at hand")
    func dimensions() throws {
        func message(_ text: String, dimensions: Int = 2) -> String? {
            #expect(throws: FeatureSpecificationError.self) { try plan(text, dimensions: dimensions) }?.description
        }
        let gradient = "a gradient along z needs a 3D image with more than one slice; APOC fails on 2D images"
        #expect(message("original gradient_z=1")?.hasPrefix("feature \"gradient_z=1\": \(gradient)") == true)
        let volume = try plan("gradient_x=1 gradient_z_of_gaussian_blur=2 median_box=4", dimensions: 3)
        #expect(volume.problem(onDimensions: 3) == nil && volume.dimensions == 3)
        let problem = try #require(volume.problem(onDimensions: 2)).description
        #expect(problem.hasPrefix("feature \"gradient_z_of_gaussian_blur=2\": \(gradient)"))
        #expect(try plan("median_box=4 sobel=1", dimensions: 3).problem(onDimensions: 2) == nil)
        let median = try #require(message("sobel_of_median_box=5", dimensions: 3))
        #expect(median.hasPrefix("feature \"sobel_of_median_box=5\": the median of more than 1000 pixels is undefined"))
        #expect(median.hasSuffix("in 3D the radius must be below 5"))
        #expect(try plan("sobel_of_median_box=5").problem(onDimensions: 3)?.description == median)
        let limits = [("median_box=15", 2), ("median_sphere=17", 2), ("median_box=4", 3), ("median_sphere=6", 3)]
        for (text, dimensions) in limits { #expect(try plan(text, dimensions: dimensions).steps.count == 1) }
        let beyond = [("median_box=16", 2), ("median_sphere=18", 2), ("median_box=5", 3), ("median_sphere=7", 3)]
        for (text, dimensions) in beyond {
            #expect(throws: FeatureSpecificationError.self) { try plan(text, dimensions: dimensions) }
        }
    }

    @Test("what is not bit for bit the reference's is said, with its features, where it is so")
    func deviations() throws {
        let text =
            "sobel_of_gaussian_blur=1 original sobel=2 sobel=2 standard_deviation_box=2 small_hessian_eigenvalue=1"
        let volume = try plan(text, dimensions: 3)
        #expect(volume.deviations.count == 3)
        #expect(volume.deviations[0].hasPrefix("sobel_of_gaussian_blur=1, sobel=2: sobel in 3D is computed as the"))
        #expect(volume.deviations[1].hasPrefix("small_hessian_eigenvalue=1: eigenvalues in 3D"))
        #expect(volume.deviations[2].hasPrefix("standard_deviation_box=2: squares"))
        #expect(volume.deviations(onDimensions: 2).count == 1)
        #expect(volume.deviations(onDimensions: 3, where: \.isAnotherOperator) == [volume.deviations[0]])
        let exact = try plan("original gaussian_blur=2 median_box=2 sobel=1 sqrt=1 large_hessian_eigenvalue=1")
        #expect(exact.deviations == [])
        let others = try plan("power_of_mean_box=2 exp=1 mode_box=1").deviations
        #expect(others.map { $0.prefix { $0 != ":" } } == ["mode_box=1", "power_of_mean_box=2, exp=1"])
    }

    @Test("only a gamma correction needs the whole image")
    func wholeImage() throws {
        #expect(try plan("gaussian_blur=1 gamma_correction_of_gaussian_blur=2").needsWholeImage)
        #expect(try !plan("gaussian_blur=1 mean_box=2 power=2").needsWholeImage)
    }

    @Test(
        "the halo is the longest sum along a chain",
        arguments: [
            ("original", 0), ("sobel=1", 1), ("gaussian_blur=1", 4), ("gaussian_blur=0.5", 2), ("gaussian_blur=0.3", 1),
            ("gaussian_blur=0.1", 0), ("gaussian_blur=5", 20), ("laplace_box_of_gaussian_blur=5", 21),
            ("difference_of_gaussian=5", 22), ("gaussian_blur_of_gaussian_blur=2", 16),
            ("sobel_of_laplace_box=1 gaussian_blur=0.2", 2), ("top_hat_box=5", 10), ("median_sphere=3.5", 3),
            ("detect_maxima_box=2", 3), ("standard_deviation_box=4", 4),
            ("large_hessian_eigenvalue_of_closing_box=2", 5), ("power=2", 0), ("gradient_y=0", 1),
            ("subtract_gaussian_background=1", 4),
        ]
    )
    func halo(text: String, expected: Int) throws {
        #expect(try plan(text).halo == expected)
    }

    @Test("rows cut out with the halo around them give the whole plane's features; one row less does not")
    func strips() throws {
        var source = SplitMix(seed: 7)
        let size = ImageSize(width: 17, height: 60)
        let plane = (0..<size.pixelCount).map { _ in Float.random(in: 0...255, using: &source) }
        let texts = [
            "gaussian_blur=1.5", "laplace_box_of_gaussian_blur=2", "sobel_of_sobel=0", "difference_of_gaussian=1",
            "minimum_box=2", "variance_sphere=3", "large_hessian_eigenvalue_of_mean_box=1", "mode_box=2",
            "median_box=2",
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
