import Features
import Imaging
import TestSupport
import Testing

@Suite("Plans of a matrix")
struct SelectionPlanTests {
    private func plan(_ entries: [FeatureSelection.Entry], dimensions: Int = 2) throws -> FeaturePlan {
        try FeaturePlan(FeatureSelection(entries), dimensions: dimensions)
    }

    private func entry(
        _ kind: FeatureSelection.Kind,
        _ sigma: Double,
        isPlanar: Bool = false
    ) -> FeatureSelection.Entry {
        FeatureSelection.Entry(kind, sigma: sigma, isPlanar: isPlanar)
    }

    private func operations(_ plan: FeaturePlan) -> [String: Int] {
        Dictionary(grouping: plan.steps) { "\(type(of: $0.operation))" }.mapValues(\.count)
    }

    /// `feature_names` as ilastik's own test projects hold them (PixelClass.ilp, PixelClass3D.ilp).
    @Test("names and order are those that ilastik writes into the project")
    func names() throws {
        let rows: [(FeatureSelection.Kind, [Double])] = [
            (.gaussianSmoothing, [0.3, 1, 3.5, 10]), (.laplacianOfGaussian, [0.7, 1.6, 5]),
            (.gaussianGradientMagnitude, [0.7, 1.6, 5]), (.differenceOfGaussians, [0.7, 1.6, 5]),
            (.structureTensorEigenvalues, [1, 3.5, 10]), (.hessianOfGaussianEigenvalues, [1, 3.5, 10]),
        ]
        let planar = rows.flatMap { row in row.1.map { entry(row.0, $0, isPlanar: true) } }
        #expect(
            try plan(planar).names == [
                "Gaussian Smoothing (σ=0.3) in 2D", "Gaussian Smoothing (σ=1.0) in 2D",
                "Gaussian Smoothing (σ=3.5) in 2D", "Gaussian Smoothing (σ=10.0) in 2D",
                "Laplacian of Gaussian (σ=0.7) in 2D", "Laplacian of Gaussian (σ=1.6) in 2D",
                "Laplacian of Gaussian (σ=5.0) in 2D", "Gaussian Gradient Magnitude (σ=0.7) in 2D",
                "Gaussian Gradient Magnitude (σ=1.6) in 2D", "Gaussian Gradient Magnitude (σ=5.0) in 2D",
                "Difference of Gaussians (σ=0.7) in 2D", "Difference of Gaussians (σ=1.6) in 2D",
                "Difference of Gaussians (σ=5.0) in 2D", "Structure Tensor Eigenvalues (σ=1.0) in 2D [0]",
                "Structure Tensor Eigenvalues (σ=1.0) in 2D [1]", "Structure Tensor Eigenvalues (σ=3.5) in 2D [0]",
                "Structure Tensor Eigenvalues (σ=3.5) in 2D [1]", "Structure Tensor Eigenvalues (σ=10.0) in 2D [0]",
                "Structure Tensor Eigenvalues (σ=10.0) in 2D [1]",
                "Hessian of Gaussian Eigenvalues (σ=1.0) in 2D [0]",
                "Hessian of Gaussian Eigenvalues (σ=1.0) in 2D [1]",
                "Hessian of Gaussian Eigenvalues (σ=3.5) in 2D [0]",
                "Hessian of Gaussian Eigenvalues (σ=3.5) in 2D [1]",
                "Hessian of Gaussian Eigenvalues (σ=10.0) in 2D [0]",
                "Hessian of Gaussian Eigenvalues (σ=10.0) in 2D [1]",
            ]
        )
        let spatial = [
            entry(.gaussianSmoothing, 0.3), entry(.gaussianSmoothing, 5), entry(.laplacianOfGaussian, 1.6),
            entry(.gaussianGradientMagnitude, 1.6), entry(.differenceOfGaussians, 1.6),
            entry(.structureTensorEigenvalues, 3.5), entry(.hessianOfGaussianEigenvalues, 3.5),
        ]
        #expect(
            try plan(spatial, dimensions: 3).names == [
                "Gaussian Smoothing (σ=0.3)", "Gaussian Smoothing (σ=5.0)", "Laplacian of Gaussian (σ=1.6)",
                "Gaussian Gradient Magnitude (σ=1.6)", "Difference of Gaussians (σ=1.6)",
                "Structure Tensor Eigenvalues (σ=3.5) [0]", "Structure Tensor Eigenvalues (σ=3.5) [1]",
                "Structure Tensor Eigenvalues (σ=3.5) [2]", "Hessian of Gaussian Eigenvalues (σ=3.5) [0]",
                "Hessian of Gaussian Eigenvalues (σ=3.5) [1]", "Hessian of Gaussian Eigenvalues (σ=3.5) [2]",
            ]
        )
    }

    @Test("the 49 features of a plane share their passes; only two of each scale are wide")
    func sharing() throws {
        let plan = try FeaturePlan(standardMatrix, dimensions: 2)
        #expect(plan.outputs.count == 49 && Set(plan.outputs).count == 49)
        // At 0.3 smoothing alone: twice along both axes. A further scale smooths (2), filters along x with order 0, 1, 2 and the
        // narrower Gaussian (4), along y for smoothing and the Hessian (4), takes gradients (4), smooths their products (6).
        #expect(operations(plan) == ["AxisFilter": 4 + 6 * 20, "FilteredSum": 6 * 3, "SymmetricEigenvalue": 6 * 4])
        #expect(plan.halo == 35 + 1 + 2 && plan.border == .mirrored)
        let deep = try self.plan(allRows(sigma: 10), dimensions: 3)
        #expect(deep.outputs.count == 10 && deep.halo == 38)
        let twice = try self.plan(allRows(sigma: 2) + allRows(sigma: 2))
        #expect(try twice.steps == self.plan(allRows(sigma: 2)).steps && twice.outputs.count == 16)
    }

    @Test("what is held for a strip: many rows of two smoothings a scale, few of what follows")
    func memory() throws {
        let plan = try plan([entry(.gaussianSmoothing, 10), entry(.laplacianOfGaussian, 10)])
        // Smoothed along x, y, then order 0 and 2 along x, each filtered and summed along y.
        #expect(plan.demands == [37, 2, 2, 0, 2, 0] && plan.halos == [35, 35, 37, 37, 37, 37])
        #expect(plan.mostHeld == 4)
        let standard = try FeaturePlan(standardMatrix, dimensions: 2)
        #expect(standard.demands.filter { $0 > 3 }.count == 6 && standard.demands.max() == 38)
        #expect(standard.mostHeld >= 49 && standard.mostHeld < 80)
    }

    @Test("a plan answers what is asked of all plans: no deviation, strips do, no pixel leaves the device")
    func questions() throws {
        for dimensions in [2, 3] {
            let plan = try plan(allRows(sigma: 1.6), dimensions: dimensions)
            #expect(plan.deviations == [] && !plan.needsWholeImage && !plan.isLeftToHost && !plan.needsOrdinaryPixels)
            #expect(plan.dimensions == dimensions && plan.problem(onDimensions: dimensions) == nil)
        }
        let spatial = try plan(allRows(sigma: 1.6), dimensions: 3)
        let problem = try #require(spatial.problem(onDimensions: 2)).description
        #expect(problem.hasPrefix("feature \"Gaussian Smoothing (σ=1.6)\": a 3D feature needs a volume"))
        let planar = try plan(allRows(sigma: 1.6, isPlanar: true), dimensions: 3)
        #expect(planar.problem(onDimensions: 2) == nil && planar.dimensions == 3)
    }

    @Test(
        "scales without a result are refused by name",
        arguments: [
            (.gaussianSmoothing, 0, "a scale of 0.0 cannot be computed"),
            (.gaussianSmoothing, -1, "cannot be computed"),
            (.gaussianSmoothing, .nan, "a scale of nan"), (.laplacianOfGaussian, .infinity, "a scale of inf"),
            (.gaussianSmoothing, 1e4, "below 10000.0"), (.gaussianSmoothing, 0.001, "use 0.01 or more"),
            (.laplacianOfGaussian, 0.24, "use 0.25 or more"), (.gaussianGradientMagnitude, 0.2, "use 0.25 or more"),
            (.hessianOfGaussianEigenvalues, 0.1, "use 0.25 or more"),
            (.structureTensorEigenvalues, 0.45, "use 0.5 or more"),
        ] as [(FeatureSelection.Kind, Double, String)]
    )
    func scales(kind: FeatureSelection.Kind, sigma: Double, expected: String) throws {
        let error = #expect(throws: FeatureSpecificationError.self) { try plan([entry(kind, sigma)]) }
        let message = try #require(error).description
        #expect(message.contains("(σ=\(sigma)) in 2D\": ") && message.contains(expected), "\(message)")
    }

    @Test("the smallest scales give numbers")
    func smallest() throws {
        let entries = [
            entry(.gaussianSmoothing, 0.01), entry(.differenceOfGaussians, 0.01), entry(.laplacianOfGaussian, 0.25),
            entry(.gaussianGradientMagnitude, 0.25), entry(.hessianOfGaussianEigenvalues, 0.25),
            entry(.structureTensorEigenvalues, 0.5),
        ]
        let image = NaiveImage.random(ImageSize(width: 9, height: 7), seed: 1, bytes: 0...255)
        let planes = HostFeatures.evaluate(try plan(entries), plane: image.pixels, size: image.size)
        #expect(planes[0] == image.pixels && planes.joined().allSatisfy(\.isFinite))
        #expect(throws: FeatureSpecificationError.nothingChosen) { try plan([]) }
    }

    @Test("images that ilastik refuses are too small, by the scale that needs the most")
    func sizes() throws {
        let mixed = try plan(allRows(sigma: 1.6) + allRows(sigma: 3.5, isPlanar: true), dimensions: 3)
        func problem(_ width: Int, _ height: Int, _ depth: Int) -> String? {
            mixed.problem(onSize: ImageSize(width: width, height: height, depth: depth))?.description
        }
        // ⌈3.5 × 3.5⌉ + 1 in planes, ⌈3.5 × 1.6⌉ + 1 through slices.
        #expect(problem(14, 14, 7) == nil)
        let narrow = try #require(problem(13, 20, 7))
        #expect(narrow.contains("\"Gaussian Smoothing (σ=3.5) in 2D\"") && narrow.contains("(width 13)"))
        #expect(narrow.contains("at least 14 pixels along width and height"))
        #expect(problem(13, 12, 7)?.contains("(width 13, height 12)") == true)
        let flat = try #require(problem(14, 14, 6))
        #expect(flat.contains("\"Gaussian Smoothing (σ=1.6)\"") && flat.contains("(depth 6)"))
        #expect(flat.contains("at least 7 pixels along each axis"))
        #expect(problem(14, 14, 1)?.contains("\"Gaussian Smoothing (σ=1.6)\" is one of volumes") == true)
        let apoc = try FeaturePlan(FeatureSpecification(parsing: "gaussian_blur=25"))
        #expect(apoc.problem(onSize: ImageSize(width: 1, height: 1)) == nil && apoc.limits.isEmpty)
    }

    @Test("rows cut out with the halo around them give the whole plane's features; one row less does not")
    func strips() throws {
        var source = SplitMix(seed: 8)
        let size = ImageSize(width: 17, height: 60)
        let plane = (0..<size.pixelCount).map { _ in Float.random(in: 0...255, using: &source) }
        for entry in allRows(sigma: 2.3) + allRows(sigma: 0.7) {
            let plan = try plan([entry])
            let whole = HostFeatures.evaluate(plan, plane: plane, size: size)
            func isEqual(_ rows: Range<Int>, halo: Int) -> Bool {
                let crop = max(0, rows.lowerBound - halo)..<min(size.height, rows.upperBound + halo)
                let part = HostFeatures.evaluate(
                    plan,
                    plane: Array(plane[crop.lowerBound * size.width..<crop.upperBound * size.width]),
                    size: ImageSize(width: size.width, height: crop.count)
                )
                let start = (rows.lowerBound - crop.lowerBound) * size.width
                return zip(part, whole).allSatisfy { part, whole in
                    part[start..<start + rows.count * size.width]
                        == whole[rows.lowerBound * size.width..<rows.upperBound * size.width]
                }
            }
            for top in stride(from: 0, to: size.height, by: 10) {
                #expect(isEqual(top..<top + 10, halo: plan.halo), "\(plan.names[0]) from \(top)")
            }
            #expect(isEqual(0..<1, halo: plan.halo) && isEqual(59..<60, halo: plan.halo))
            #expect(!isEqual(25..<35, halo: plan.halo - 1), "\(plan.names[0]) needs its halo")
        }
    }
}
