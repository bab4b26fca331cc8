import Features
import Foundation
import Testing

@Suite("Feature specification")
struct FeatureSpecificationTests {
    private func names(_ text: String) throws -> [String] {
        try FeaturePlan(FeatureSpecification(parsing: text)).names
    }

    @Test("blanks and tabs separate, wherever they stand")
    func blanks() throws {
        #expect(try names("  original   gaussian_blur=1\t\tsobel=0  ") == ["original", "gaussian_blur=1", "sobel=0"])
        #expect(try names("\toriginal ORIGINAL Original") == ["original", "ORIGINAL", "Original"])
    }

    @Test("a token without a number that is not original is skipped, and named")
    func ignored() throws {
        let specification = try FeatureSpecification(parsing: "original foo sobel Custom/unkown gaussian_blur=1")
        #expect(specification.ignoredTokens == ["foo", "sobel", "Custom/unkown"])
        #expect(specification.features.map(\.token) == ["original", "gaussian_blur=1"])
    }

    @Test("a specification of nothing is refused")
    func nothing() {
        for text in ["", "   \t ", "sobel"] {
            let error = #expect(throws: FeatureSpecificationError.self) { try names(text) }
            #expect(error?.description.contains("names no feature") == true)
        }
    }

    @Test("the text between the first two = is the number")
    func equals() throws {
        let features = try FeatureSpecification(parsing: "gaussian_blur=1=2 sobel=3=x").features
        #expect(features.map(\.number) == [1, 3] && features.map(\.name) == ["gaussian_blur", "sobel"])
        #expect(throws: FeatureSpecificationError.self) { try FeatureSpecification(parsing: "sobel==1") }
    }

    @Test(
        "numbers are read as Python's float reads them",
        arguments: [
            ("1", 1), ("1.0", 1), ("1e0", 1), ("+1", 1), ("-2.5", -2.5), (".5", 0.5), ("5.", 5), ("1_000", 1000),
            ("1_0.0_1e1_0", 10.01e10), ("1E-2", 0.01), ("\u{0b}3\u{0c}", 3), ("\u{a0}3\u{2003}", 3), ("٣", 3),
            ("inf", .infinity), ("-Infinity", -.infinity), ("0x10", nil), ("1__0", nil), ("_1", nil), ("1_", nil),
            ("1_.0", nil), ("", nil), (".", nil), ("e5", nil), ("1e", nil), ("1e+", nil), ("--1", nil), ("1,5", nil),
            ("1f", nil), ("in", nil), ("1 ", 1), ("½", nil), ("1\u{0}", nil),
        ] as [(String, Double?)]
    )
    func numbers(text: String, expected: Double?) {
        guard let expected else {
            let error = #expect(throws: FeatureSpecificationError.self) {
                try FeatureSpecification(parsing: "a=\(text)")
            }
            #expect(error?.description.hasPrefix("feature \"a=") == true)
            return
        }
        #expect((try? FeatureSpecification(parsing: "a=\(text)"))?.features.first?.number == expected)
    }

    @Test("NaN is a number, which only a Gaussian cannot use")
    func nan() throws {
        #expect(try names("sobel=nan laplace_box=inf sobel_of_laplace_box=-NaN").count == 3)
        let blurs = ["gaussian_blur=nan", "gaussian_blur=inf", "difference_of_gaussian=-inf", "gaussian_blur=11585.25"]
        for text in blurs {
            let error = #expect(throws: FeatureSpecificationError.self) { try names(text) }
            #expect(error?.description.contains("a finite number below 11585.25") == true)
        }
        #expect(try names("gaussian_blur=11585.2").count == 1)
    }

    @Test("commas do not separate, and the message says so")
    func commas() {
        let error = #expect(throws: FeatureSpecificationError.self) { try names("original,gaussian_blur=1,sobel=1") }
        #expect(error?.description.contains("separate features by blanks") == true)
    }

    @Test("names that nobody knows are refused, and the known ones listed")
    func unknown() {
        let unknown = [
            "foo=1", "foo_of_gaussian_blur=1", "sobel_of_foo=1", "original=1", "=1", "_of_=1", "Sobel=1",
            "sobel_of_original=1", "entropy_box=2", "binary_not=1", "maximum_z_projection=1", "mean_of_all_pixels=1",
            // The reference splits at every _of_ and so never finds the inner operation.
            "sobel_of_difference_of_gaussian=1", "difference_of_gaussian_of_gaussian_blur=1",
        ]
        for text in unknown {
            let error = #expect(throws: FeatureSpecificationError.self) { try names(text) }
            let message = error?.description ?? ""
            #expect(message.contains("is unknown — known are original, NAME=number"), "\(text)")
            #expect(message.contains("gaussian_blur") && message.contains("median_box"), "\(text)")
        }
    }

    @Test("every supported name gives a feature in 2D or 3D, alone and as a part of two")
    func supported() throws {
        #expect(FeatureName.supported.count > 60 && FeatureName.supported == FeatureName.supported.sorted())
        for name in FeatureName.supported {
            for text in ["\(name)=2", "\(name)_of_gaussian_blur=2", "sobel_of_\(name)=2"] {
                guard text.components(separatedBy: "_of_").count < 3 else { continue }
                let plan = try FeaturePlan(FeatureSpecification(parsing: text), dimensions: 3)
                #expect(plan.names == [text] && (plan.steps.count > 0 || name == "copy"))
            }
            let bare = name.hasSuffix("_sphere") ? String(name.dropLast(7)) + "_box" : name
            #expect(FeatureName.supportedText.contains(bare), "\(name)")
        }
    }

    @Test(
        "what has no result is refused by what, why and what to do",
        arguments: [
            ("mean_box=inf", "the window is too large — the radius must be a finite number below 1001"),
            ("variance_box=nan", "the radius must be a finite number below 101"),
            ("mean_box=1001", "below 1001"), ("mean_sphere=101", "below 101"), ("mode_box=1e300", "below 101"),
            ("top_hat_box=-inf", "below 1001"),
            ("mean_sphere=-1", "a window of radius -1.0 holds no pixel"), ("variance_box=-2", "must be above -1"),
            ("median_box=-1", "holds no pixel"), ("standard_deviation_sphere_of_gaussian_blur=-1.5", "holds no pixel"),
            (
                "median_box=16",
                "median of more than 1000 pixels is undefined in APOC — in 2D the radius must be below 16"
            ),
            ("gradient_z=1", "needs a 3D image with more than one slice"),
            ("hessian_eigenvalues=1", "\"hessian_eigenvalues\" cannot be computed — APOC's kernel"),
            ("sobel_of_hessian_eigenvalues=1", "write small_hessian_eigenvalue or large_hessian_eigenvalue"),
            ("subtract_gaussian_background=nan", "a Gaussian of sigma nan cannot be computed"),
        ]
    )
    func refusals(text: String, reason: String) {
        let error = #expect(throws: FeatureSpecificationError.self) { try names("original \(text)") }
        let message = error?.description ?? ""
        #expect(message.hasPrefix("feature \"\(text)\": ") && message.contains(reason), "\(message)")
    }

    @Test("windows at their limits are accepted")
    func limits() throws {
        #expect(try names("mean_box=1000.9 maximum_box=1000 variance_box=100.9 mean_sphere=100").count == 4)
    }
}
