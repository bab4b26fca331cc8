import Kernels

extension FilterBank {
    static let kernel = FeatureKernel(
        "filter_bank",
        in: KernelFile(
            "filter_bank",
            PackageResources.filter_bank_cl,
            in: .filters,
            needs: [.sampledFilter, KernelFile("bank_lines", PackageResources.bank_lines_cl)]
        ),
        stage: .filters,
        ownsTallRows: true,
        jobsAtOnce: mostOutputs
    )

    /// A run for one of the planes that come out. Rows of the sources are read as far as any filter reaches, columns
    /// beyond the edges are not.
    static var pass: FeaturePass {
        var pass = FeaturePass(kernel)
        pass.rowHalo = reach
        return pass
    }
}
