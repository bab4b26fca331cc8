import Classifiers
import Features
import Forests
import Imaging
import OpenCLRuntime

extension SegmentationEngine {
    /// What came of one case of the whole self-test.
    package struct SelfTestCase {
        package let name: String
        /// What differs between the device and the host; nil if nothing does.
        package let problem: String?
        /// How long it took, with the compiling of its kernels.
        package let duration: Duration
    }

    /// Compares every group of kernels with the host: those that a start tests, and those that classifiers bring along.
    ///
    /// - Parameters:
    ///   - isWanted: whether the case of a name is.
    ///   - begin: told the name of each case before it.
    /// - Returns: the cases in their order; none without a device.
    package func wholeSelfTest(
        of isWanted: (String) -> Bool = { _ in true },
        begin: (String) -> Void
    ) -> [SelfTestCase] {
        guard let device = testedDevice else { return [] }
        return SelfTestCases.all.filter { isWanted($0.name) }.map { test in
            begin(test.name)
            let clock = ContinuousClock()
            let start = clock.now
            let problem: String?
            do throws(OpenCLError) { problem = try test.problem(device) } catch { problem = "\(error)" }
            return SelfTestCase(name: test.name, problem: problem, duration: clock.now - start)
        }
    }
}

/// One case: its name, and what differs on a device.
private struct SelfTestCases {
    let name: String
    let problem: (DeviceSegmentation) throws(OpenCLError) -> String?

    /// All cases.
    static var all: [SelfTestCases] {
        [arithmetic] + features.flatMap { [planes($0, $1), volumes($0, $1)].compactMap(\.self) } + matrices + forests
    }

    /// The kernels of features, a feature or more for each, in groups as people know them.
    private static let features = [
        ("Gaussian blur", "gaussian_blur=0.7 gaussian_blur=2.5 gaussian_blur=12 difference_of_gaussian=2.3"),
        ("Gaussian background", "subtract_gaussian_background=3 divide_by_gaussian_background=2"),
        ("Laplace", "laplace_box=1 laplace_box_of_gaussian_blur=3.3 laplace_diamond_of_gaussian_blur=1"),
        ("Sobel", "sobel=1 sobel_of_gaussian_blur=4.5"),
        ("gradient", "gradient_x=1 gradient_y_of_gaussian_blur=1"),
        ("Hessian eigenvalues", "small_hessian_eigenvalue=1 large_hessian_eigenvalue_of_gaussian_blur=1"),
        ("minimum and maximum", "minimum_box=4 maximum_box=2 maximum_sphere=3 minimum_sphere=1"),
        ("morphology", "top_hat_box=3 bottom_hat_sphere=3 opening_box=1 closing_sphere=2"),
        ("mean and variance", "mean_box=3 mean_sphere=2 variance_box=2 variance_sphere=1 standard_deviation_box=1"),
        ("median", "median_box=1 median_box=3 median_sphere=2"),
        ("pointwise", "absolute_of_laplace_box=1 square_root=1 add_image_and_scalar=5 greater_constant=900"),
    ]

    private static var arithmetic: SelfTestCases {
        SelfTestCases(name: "arithmetic") { device throws(OpenCLError) in
            ArithmeticProbe.difference(try device.probe(ArithmeticProbe.triples))
                .map { "its arithmetic is not exact: \($0)" }
        }
    }

    private static func planes(_ name: String, _ specification: String) -> SelfTestCases? {
        comparison("\(name), planes", specification, is3D: false)
    }

    private static func volumes(_ name: String, _ specification: String) -> SelfTestCases? {
        // The reference's Sobel of volumes is undefined.
        name == "Sobel" ? nil : comparison("\(name), volumes", specification, is3D: true)
    }

    private static func comparison(_ name: String, _ specification: String, is3D: Bool) -> SelfTestCases {
        comparison(name, is3D: is3D) { () throws(FeatureSpecificationError) in
            try FeaturePlan(FeatureSpecification(parsing: specification))
        }
    }

    private static func comparison(
        _ name: String,
        is3D: Bool,
        _ make: @escaping () throws(FeatureSpecificationError) -> FeaturePlan
    ) -> SelfTestCases {
        SelfTestCases(name: name) { device throws(OpenCLError) in
            let plan: FeaturePlan
            do { plan = try make() } catch { throw .wrongResult("the features cannot be planned: \(error)") }
            return try SelfTest.problem(of: device, plan: plan, is3D: is3D, types: Set(PixelType.allCases))
        }
    }

    /// Features that are chosen in a matrix, with filters of several widths.
    private static var matrices: [SelfTestCases] {
        [("planes", 2, true), ("volumes", 3, false), ("volumes, slice by slice", 3, true)].map {
            name,
            dimensions,
            isPlanar in
            comparison("matrix of filters, \(name)", is3D: dimensions == 3) { () throws(FeatureSpecificationError) in
                let entries = FeatureSelection.Kind.allCases.flatMap { kind in
                    [0.7, 1.6, 3.5].map { FeatureSelection.Entry(kind, sigma: $0, isPlanar: isPlanar) }
                }
                return try FeaturePlan(FeatureSelection(entries), dimensions: dimensions)
            }
        }
    }

    private static var forests: [SelfTestCases] {
        [
            ("forest of 2 classes, mask and labels", ForestKind(classCount: 2, wantsVotes: false)),
            ("forest of 5 classes, mask and labels", ForestKind(classCount: 5, wantsVotes: false)),
            ("forest with wide trees", ForestKind(classCount: 2, wantsVotes: false, isWide: true)),
            ("forest, pixel by pixel", ForestKind(classCount: 3, wantsVotes: false, walks: true)),
            ("probabilities", ForestKind(classCount: 2, wantsVotes: true)),
            ("averaged forests", ForestKind(classCount: 3, wantsVotes: false, isAveraged: true)),
            ("averaged probabilities", ForestKind(classCount: 2, wantsVotes: true, isAveraged: true)),
        ].map { name, kind in
            SelfTestCases(name: name) { device throws(OpenCLError) in try SelfTest.problem(of: device, kind: kind) }
        }
    }
}
