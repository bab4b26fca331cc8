import Kernels

extension FeatureFamily {
    /// What features that are chosen in a matrix are made of (Features/README.md, Chosen in a matrix).
    static let filters = FeatureFamily(
        kernels: [AxisFilter.rows, AxisFilter.columns, AxisFilter.slices, FilteredSum.kernel]
            + [SymmetricEigenvalue.ofPlanes, SymmetricEigenvalue.ofVolumes, FilterBank.kernel]
    )
}

extension KernelFile {
    /// What the filters share.
    static let sampledFilter = KernelFile("sampled_filter", PackageResources.sampled_filter_cl)
    private static let filterAxes = KernelFile(
        "filter_axes",
        PackageResources.filter_axes_cl,
        in: .filters,
        needs: [.sampledFilter]
    )

    /// The kernel `name` along one axis.
    fileprivate static func along(_ name: String, ownsTallRows: Bool = false) -> FeatureKernel {
        FeatureKernel(name, in: filterAxes, stage: .filters, ownsTallRows: ownsTallRows)
    }
}

extension AxisFilter {
    fileprivate static let rows = KernelFile.along("filter_rows")
    fileprivate static let columns = KernelFile.along("filter_columns", ownsTallRows: true)
    fileprivate static let slices = KernelFile.along("filter_slices")

    func passes(is3D: Bool) -> [FeaturePass] {
        precondition(axis == .x || !isOfProduct, "products are filtered along x first")
        let (kernel, number) =
            switch axis {
            case .x: (Self.rows, 0)
            case .y: (Self.columns, 1)
            case .z: (Self.slices, 2)
            }
        var pass = FeaturePass(kernel, along: number, halfWidth: filter.halfWidth)
        pass.option = (filter.order == 1 ? 1 : 0) + (isOfProduct ? 2 : 0)
        pass.table = filter.taps
        pass.count = pass.table.count
        return [pass]
    }
}
