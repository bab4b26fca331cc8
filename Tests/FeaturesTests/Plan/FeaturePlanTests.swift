import Features
import Imaging
import TestSupport
import Testing

@Suite("Feature plan")
struct FeaturePlanTests {
    private func plan(_ text: String, dimensions: Int = 2) throws -> FeaturePlan {
        try FeaturePlan(FeatureSpecification(parsing: text), dimensions: dimensions)
    }

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

    @Test("composite features are made of shared steps")
    func composites() throws {
        let window = Window(.box, halfWidth: 2)
        let hats = try plan("top_hat_box=2 opening_box=2 minimum_box=2.4 bottom_hat_box=2 closing_box=2 maximum_box=2")
        let steps: [FeatureOperation] = [
            .window(.minimum, window), .window(.maximum, window), .subtract, .window(.maximum, window),
            .window(.minimum, window), .subtract,
        ]
        #expect(hats.steps.map(\.operation) == steps)
        #expect(hats.steps.map(\.inputs) == [[-1], [0], [-1, 1], [-1], [3], [4, -1]])
        #expect(hats.outputs == [2, 1, 0, 5, 4, 3])
        let deviation = try plan("standard_deviation_sphere=1 variance_sphere=1")
        #expect(
            deviation.steps.map(\.operation)
                == [.window(.variance, Window(.sphere, halfWidth: 1)), .pointwise(.squareRoot, 0)]
        )
        #expect(deviation.outputs == [1, 0])
        let background = try plan("subtract_gaussian_background=2 divide_by_gaussian_background=2 gaussian_blur=2")
        #expect(background.steps.map(\.operation) == [.gaussianBlur(sigma: 2), .subtract, .divide])
        #expect(background.steps.map(\.inputs) == [[-1], [-1, 0], [-1, 0]] && background.outputs == [1, 2, 0])
        let clip = try plan("clip=50")
        #expect(clip.steps.map(\.operation) == [.pointwise(.maximumScalar, 50), .pointwise(.minimumScalar, 50)])
        let maxima = try plan("detect_maxima_box=1 mean_box=1")
        #expect(maxima.steps.map(\.operation) == [.window(.mean, Window(.box, halfWidth: 1)), .localMaximum])
        #expect(maxima.outputs == [1, 0])
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
        guard let expected, case .window(_, let window) = plan.steps[0].operation else { return }
        #expect(window.halfWidth == expected && plan.halo == expected)
    }

    @Test("operations that ignore the number are shared whatever it is")
    func ignoredNumbers() throws {
        let plan = try plan("sobel=1 sobel=2 laplace_diamond=nan laplace_diamond=0 square=1 power=2 fabs=1 absolute=3")
        let steps: [FeatureOperation] = [
            .sobel, .laplaceDiamond, .pointwise(.power, 2), .pointwise(.absolute, 0),
        ]
        #expect(plan.steps.map(\.operation) == steps)
        #expect(plan.outputs == [0, 0, 1, 1, 2, 2, 3, 3])
    }

    @Test("a plan for volumes may meet a plane, but for gradients along z; medians are limited by the image at hand")
    func dimensions() throws {
        let gradient = FeatureSpecificationError.needsVolume(token: "gradient_z=1")
        #expect(throws: gradient) { try plan("original gradient_z=1") }
        let volume = try plan("gradient_x=1 gradient_z_of_gaussian_blur=2 median_box=4", dimensions: 3)
        #expect(volume.problem(onDimensions: 3) == nil && volume.dimensions == 3)
        #expect(volume.problem(onDimensions: 2) == .needsVolume(token: "gradient_z_of_gaussian_blur=2"))
        #expect(try plan("median_box=4 sobel=1", dimensions: 3).problem(onDimensions: 2) == nil)
        let median = FeatureSpecificationError.median(token: "sobel_of_median_box=5", largest: 4, dimensions: 3)
        #expect(throws: median) { try plan("sobel_of_median_box=5", dimensions: 3) }
        #expect(try plan("sobel_of_median_box=5").problem(onDimensions: 3) == median)
        let limits = [("median_box=15", 2), ("median_sphere=17", 2), ("median_box=4", 3), ("median_sphere=6", 3)]
        for (text, dimensions) in limits { #expect(try plan(text, dimensions: dimensions).steps.count == 1) }
        let beyond = [("median_box=16", 2), ("median_sphere=18", 2), ("median_box=5", 3), ("median_sphere=7", 3)]
        for (text, dimensions) in beyond {
            #expect(throws: FeatureSpecificationError.self) { try plan(text, dimensions: dimensions) }
        }
    }

    @Test("what is not bit for bit the reference's is said, with its features, where it is so")
    func approximations() throws {
        let text =
            "sobel_of_gaussian_blur=1 original sobel=2 sobel=2 standard_deviation_box=2 small_hessian_eigenvalue=1"
        let volume = try plan(text, dimensions: 3)
        #expect(volume.approximations.count == 3)
        #expect(volume.approximations[0].hasPrefix("sobel_of_gaussian_blur=1, sobel=2: sobel in 3D is computed as the"))
        #expect(volume.approximations[1].hasPrefix("small_hessian_eigenvalue=1: eigenvalues in 3D"))
        #expect(volume.approximations[2].hasPrefix("standard_deviation_box=2: squares"))
        #expect(volume.approximations(onDimensions: 2).count == 1)
        let exact = try plan("original gaussian_blur=2 median_box=2 sobel=1 sqrt=1 large_hessian_eigenvalue=1")
        #expect(exact.approximations == [])
        let others = try plan("power_of_mean_box=2 exp=1 mode_box=1").approximations
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
