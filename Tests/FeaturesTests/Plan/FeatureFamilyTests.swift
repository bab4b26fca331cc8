import Features
import Kernels
import Testing

@Suite("Feature families")
struct FeatureFamilyTests {
    /// Every operation that a supported name or a field of a matrix leads to, at several numbers, for planes and volumes.
    private static func operations() throws -> [(name: String, operation: any FeatureOperator, is3D: Bool)] {
        var plans: [(name: String, plan: FeaturePlan)] = try matrices().map { ("a matrix", $0) }
        for name in FeatureName.supported {
            for number in [1.0, 3] {
                let specification = try FeatureSpecification(parsing: "\(name)=\(number)")
                plans.append((name, try FeaturePlan(specification, dimensions: 3)))
            }
        }
        return plans.flatMap { name, plan in
            plan.steps.flatMap { step in [false, true].map { (name, step.operation, $0) } }
        }
    }

    /// Every field of a matrix, slice by slice and in volumes.
    private static func matrices() throws -> [FeaturePlan] {
        try [true, false].map { isPlanar in
            let entries = FeatureSelection.Kind.allCases.map {
                FeatureSelection.Entry($0, sigma: 3, isPlanar: isPlanar)
            }
            return try FeaturePlan(FeatureSelection(entries), dimensions: 3)
        }
    }

    @Test("every kernel of a pass is among the program's, and every kernel of features is one of a pass")
    func kernels() throws {
        var used: Set<String> = []
        for (name, operation, is3D) in try Self.operations() where !operation.needsWholeImage {
            for pass in operation.passes(is3D: is3D) {
                used.insert(pass.kernel.name)
                #expect(KernelSource.all.group(ofKernel: pass.kernel.name) != nil, "\(pass.kernel.name) of \(name)")
            }
        }
        for plan in try Self.matrices() {
            used.formUnion(FilterBanks(plan).outputs.values.map(\.pass.kernel.name))
        }
        let lines = KernelSource.all.files.flatMap { $0.text.split(separator: "\n") }
        let features = lines.filter { $0.hasPrefix("FEATURE_KERNEL(") }.map { $0.dropFirst(15).dropLast() }
        #expect(used == Set(features.map(String.init)))
    }

    @Test("passes read at most as far as the operation says")
    func halos() throws {
        for (name, operation, is3D) in try Self.operations() where !operation.needsWholeImage {
            let passes = operation.passes(is3D: is3D)
            #expect(passes.reduce(0) { $0 + $1.rowHalo } <= operation.halo, "\(name)")
            #expect(passes.reduce(0) { $0 + $1.columnHalo } <= operation.halo, "\(name)")
        }
    }

    @Test("every deviation that an operation has is told")
    func deviations() throws {
        for (name, operation, _) in try Self.operations() {
            for dimensions in [2, 3] {
                guard let deviation = operation.deviation(onDimensions: dimensions) else { continue }
                let plan = try FeaturePlan(FeatureSpecification(parsing: "\(name)=1"), dimensions: 3)
                #expect(plan.deviations(onDimensions: dimensions).contains("\(name)=1: \(deviation.reason)"))
            }
        }
    }
}
