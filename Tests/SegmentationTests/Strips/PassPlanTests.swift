import Features
import Segmentation
import Testing

@Suite("What is compared with the host before it is relied on")
struct PassPlanTests {
    private typealias Selection = Features.FeatureSelection

    private static func variants(_ kinds: [Selection.Kind], _ sigmas: [Double], is3D: Bool) throws -> Set<String> {
        let entries = kinds.flatMap { kind in
            sigmas.map { Selection.Entry(kind, sigma: $0, isPlanar: true) }
        }
        let plan = try FeaturePlan(Selection(entries), dimensions: is3D ? 3 : 2)
        return PassPlan(plan, channelCount: 1, is3D: is3D, joinsFilters: true).variants
    }

    @Test("planes tell nothing of volumes")
    func volumes() throws {
        let sigmas = [0.7, 1.6, 5]
        let planes = try Self.variants(Selection.Kind.allCases, sigmas, is3D: false)
        let volumes = try Self.variants(Selection.Kind.allCases, sigmas, is3D: true)
        #expect(planes.count == volumes.count && planes.isDisjoint(with: volumes))
    }

    @Test("a rule, a width or an order tells nothing of another one")
    func rules() throws {
        let smoothing = try Self.variants([.gaussianSmoothing], [0.7, 1], is3D: false)
        for kind in Selection.Kind.allCases where kind != .gaussianSmoothing {
            let other = try Self.variants([kind], [0.7, 1], is3D: false)
            #expect(!other.isSubset(of: smoothing), "\(kind)")
        }
        let narrow = try Self.variants([.hessianOfGaussianEigenvalues], [0.7], is3D: false)
        #expect(try !Self.variants([.structureTensorEigenvalues], [0.7], is3D: false).isSubset(of: narrow))
        let far = try Self.variants([.laplacianOfGaussian], [5], is3D: false)
        #expect(try !Self.variants([.gaussianGradientMagnitude], [5], is3D: false).isSubset(of: far))
    }

    @Test("more of the same tells nothing new")
    func same() throws {
        let one = try Self.variants([.laplacianOfGaussian], [5], is3D: false)
        #expect(try Self.variants([.laplacianOfGaussian], [5, 5], is3D: false) == one)
        let plan = try FeaturePlan(
            Selection([Selection.Entry(.laplacianOfGaussian, sigma: 5, isPlanar: true)]),
            dimensions: 2
        )
        #expect(PassPlan(plan, channelCount: 3, is3D: false, joinsFilters: true).variants == one)
    }
}
