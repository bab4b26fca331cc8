import Kernels

extension SymmetricEigenvalue {
    static let ofPlanes = FeatureKernel("eigenvalue_2", in: file, stage: .filters, sourceCount: 3)
    static let ofVolumes = FeatureKernel("eigenvalue_3", in: file, stage: .filters, sourceCount: 6)
    private static let file = KernelFile(
        "symmetric_eigenvalue",
        PackageResources.symmetric_eigenvalue_cl,
        in: .filters,
        needs: [.sampledFilter, KernelFile("symmetric_cubic", PackageResources.symmetric_cubic_cl)]
    )

    func passes(is3D: Bool) -> [FeaturePass] {
        [FeaturePass(rank == 2 ? Self.ofPlanes : Self.ofVolumes, option: index)]
    }
}
