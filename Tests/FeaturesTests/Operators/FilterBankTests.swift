import Features
import Testing

@Suite("Narrow filters of the same planes are done together")
struct FilterBankTests {
    /// The 49 features that are ticked as often as not: of the narrowest scale the smoothed image alone.
    private static let usual = FeatureSelection(
        FeatureSelection.Kind.allCases.flatMap { kind in
            [0.3, 0.7, 1, 1.6, 3.5, 5, 10].filter { $0 > 0.5 || kind == .gaussianSmoothing }.map {
                FeatureSelection.Entry(kind, sigma: $0, isPlanar: false)
            }
        }
    )

    /// Planes that are computed, and how many of them in banks.
    private static func planes(_ plan: FeaturePlan) -> (all: Int, banked: Int, banks: Int) {
        let banks = FilterBanks(plan)
        return (banks.isNeeded.count { $0 }, banks.outputs.count, banks.count)
    }

    @Test("what lies between is no plane, and every plane comes after what it is made of", arguments: [2, 3])
    func needs(dimensions: Int) throws {
        let plan = try FeaturePlan(Self.usual, dimensions: dimensions)
        let banks = FilterBanks(plan)
        for output in plan.outputs { #expect(banks.isNeeded[output]) }
        for step in plan.steps.indices where banks.isNeeded[step] {
            let inputs = banks.outputs[step]?.sources ?? plan.steps[step].inputs
            for input in inputs { #expect(input < step && (input < 0 || banks.isNeeded[input])) }
        }
        for step in plan.steps.indices where !banks.isNeeded[step] { #expect(banks.outputs[step] == nil) }
    }

    @Test("the usual features of a plane: a smoothed image and two banks a scale, and two planes of gradients")
    func usual() throws {
        let plan = try FeaturePlan(Self.usual, dimensions: 2)
        #expect(plan.outputs.count == 49)
        let planes = Self.planes(plan)
        // 49 features; 7 smoothed images and 6 pairs of gradients; 5 rows on the way to those that are smoothed far.
        #expect(planes.all == 49 + 7 + 12 + 5)
        // What is smoothed far is no bank's.
        #expect(planes.banked == 49 + 2 + 12)
        // The two narrow smoothings together, a bank for the narrowest scale, two each for the others.
        #expect(planes.banks == 1 + 1 + 12)
    }

    @Test("no bank makes more than eight planes or reads more than two, and all of its planes read the same")
    func sizes() throws {
        for dimensions in [2, 3] {
            let banks = FilterBanks(try FeaturePlan(Self.usual, dimensions: dimensions))
            let byBank = Dictionary(grouping: banks.outputs.values, by: \.bank)
            #expect(byBank.count == banks.count)
            for outputs in byBank.values {
                #expect((1...8).contains(outputs.count))
                #expect(Set(outputs.map(\.sources)).count == 1)
                #expect((1...2).contains(outputs[0].sources.count))
                #expect(outputs.count { !$0.pass.table.isEmpty } == 1)
            }
        }
    }

    @Test("features of APOC have none, and keep every step")
    func others() throws {
        let plan = try FeaturePlan(FeatureSpecification(parsing: "gaussian_blur=1 sobel_of_gaussian_blur=2"))
        let planes = Self.planes(plan)
        #expect(planes.all == plan.steps.count)
        #expect(planes.banks == 0)
    }
}
