/// One file of OpenCL C, which is embedded in the binary, and when it is compiled.
package struct KernelFile: Sendable {
    /// The file's name without `.cl`.
    package let name: String
    /// The groups that it belongs to; none for what is compiled only because other files need it.
    package let groups: [KernelGroup]
    /// Files whose text comes before; `common_lanes` comes before everything.
    let needs: [KernelFile]
    private let bytes: [UInt8]

    /// The file `name` with the UTF-8 text `bytes`.
    package init(_ name: String, _ bytes: [UInt8], in groups: KernelGroup..., needs: [KernelFile] = []) {
        self.name = name
        self.bytes = bytes
        self.groups = groups
        self.needs = needs
    }

    /// The file's text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension KernelFile {
    static let commonLanes = KernelFile("common_lanes", PackageResources.common_lanes_cl)

    /// What the kernels of windows share.
    package static let windowRows = KernelFile("window_rows", PackageResources.window_rows_cl)

    private static let loadPixels = KernelFile("load_pixels", PackageResources.load_pixels_cl, in: .common)

    /// What all kernels share, and those that write pixels into planes.
    static let common = [
        commonLanes,
        KernelFile("arithmetic_probe", PackageResources.arithmetic_probe_cl, in: .common),
        loadPixels,
        KernelFile("load_wide_pixels", PackageResources.load_wide_pixels_cl, in: .widePixels, needs: [loadPixels]),
        windowRows,
    ]

    private static let ranks = [
        KernelFile("forest_bins", PackageResources.forest_bins_cl),
        KernelFile("forest_rank_bin", PackageResources.forest_rank_bin_cl),
        KernelFile("forest_ranks", PackageResources.forest_ranks_cl),
        KernelFile("forest_operations", PackageResources.forest_operations_cl),
    ]

    private static let average = KernelFile("forest_average", PackageResources.forest_average_cl)

    private static let trees = [average, KernelFile("forest_trees", PackageResources.forest_trees_cl)]

    /// Random forests.
    static let forest = [
        KernelFile("forest_walk", PackageResources.forest_walk_cl, in: .walk, needs: trees),
        KernelFile(
            "forest_walk_averaged",
            PackageResources.forest_walk_averaged_cl,
            in: .averagedWalk,
            needs: trees
        ),
        KernelFile(
            "forest_program",
            PackageResources.forest_program_cl,
            in: .common,
            .program2,
            .averagedProgram1,
            .averagedProgram2,
            needs: ranks + [average, KernelFile("forest_exact", PackageResources.forest_exact_cl)]
        ),
        KernelFile(
            "forest_votes",
            PackageResources.forest_votes_cl,
            in: .votes2,
            .votes4,
            .votesWide,
            .averagedVotes2,
            .averagedVotes4,
            .averagedVotesWide,
            needs: ranks + [average]
        ),
        KernelFile("forest_outputs", PackageResources.forest_outputs_cl, in: .walk),
        KernelFile("forest_samples", PackageResources.forest_samples_cl, in: .common),
    ]

    /// Masks and connected components.
    static let labelling = [
        KernelFile("mask_bits", PackageResources.mask_bits_cl, in: .common),
        KernelFile("label_runs", PackageResources.label_runs_cl, in: .common),
        KernelFile("label_numbers", PackageResources.label_numbers_cl, in: .common),
        KernelFile("label_expand", PackageResources.label_expand_cl, in: .common),
    ]
}
