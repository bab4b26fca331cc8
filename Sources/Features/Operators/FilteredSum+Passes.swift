import Kernels

extension FilteredSum {
    static let kernel = FeatureKernel(
        "filtered_sum",
        in: KernelFile(
            "filtered_sum",
            PackageResources.filtered_sum_cl,
            in: .filters,
            needs: [.sampledFilter]
        ),
        stage: .filters,
        sourceCount: 3
    )

    func passes(is3D: Bool) -> [FeaturePass] {
        precondition(axis != .x, "rows are filtered by themselves")
        let halfWidth = filters.map(\.halfWidth).max() ?? 0
        var pass = FeaturePass(Self.kernel, along: axis == .y ? 1 : 2, halfWidth: halfWidth)
        pass.option = (rule == .sum ? 0 : rule == .difference ? 1 : 2) + (axis == .z ? 4 : 0)
        pass.table = filters.flatMap { [Float($0.halfWidth), $0.order == 1 ? 1 : 0] + $0.taps }
        pass.count = filters.count
        return [pass]
    }
}
