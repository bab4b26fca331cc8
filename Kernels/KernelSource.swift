/// The OpenCL C of every kernel, embedded in the binary.
package enum KernelSource {
    /// One file of kernels: its name without `.cl`, and its text.
    package struct File: Sendable {
        package let name: String
        package let text: String
    }

    /// All files, in the order in which they are compiled as one program: shared parts first.
    package static let files: [File] = [
        file("common_lanes", PackageResources.common_lanes_cl),
        file("arithmetic_probe", PackageResources.arithmetic_probe_cl),
        file("load_pixels", PackageResources.load_pixels_cl),
        file("load_wide_pixels", PackageResources.load_wide_pixels_cl),
        file("window_rows", PackageResources.window_rows_cl),
        file("box_extremes", PackageResources.box_extremes_cl),
        file("box_mean", PackageResources.box_mean_cl),
        file("gaussian_lines", PackageResources.gaussian_lines_cl),
        file("gaussian_blur", PackageResources.gaussian_blur_cl),
        file("gaussian_slices", PackageResources.gaussian_slices_cl),
        file("gradient", PackageResources.gradient_cl),
        file("hessian_2d", PackageResources.hessian_2d_cl),
        file("hessian_3d", PackageResources.hessian_3d_cl),
        file("laplace_box_2d", PackageResources.laplace_box_2d_cl),
        file("laplace_box_3d", PackageResources.laplace_box_3d_cl),
        file("laplace_diamond", PackageResources.laplace_diamond_cl),
        file("local_extremes", PackageResources.local_extremes_cl),
        file("pointwise", PackageResources.pointwise_cl),
        file("sobel_2d", PackageResources.sobel_2d_cl),
        file("sobel_3d", PackageResources.sobel_3d_cl),
        file("subtract_planes", PackageResources.subtract_planes_cl),
        file("window_extremes", PackageResources.window_extremes_cl),
        file("window_mean", PackageResources.window_mean_cl),
        file("window_median", PackageResources.window_median_cl),
        file("window_mode", PackageResources.window_mode_cl),
        file("forest_walk", PackageResources.forest_walk_cl),
        file("forest_bins", PackageResources.forest_bins_cl),
        file("forest_rank_bin", PackageResources.forest_rank_bin_cl),
        file("forest_ranks", PackageResources.forest_ranks_cl),
        file("forest_operations", PackageResources.forest_operations_cl),
        file("forest_exact", PackageResources.forest_exact_cl),
        file("forest_program", PackageResources.forest_program_cl),
        file("forest_votes", PackageResources.forest_votes_cl),
        file("forest_outputs", PackageResources.forest_outputs_cl),
        file("mask_bits", PackageResources.mask_bits_cl),
        file("label_runs", PackageResources.label_runs_cl),
        file("label_numbers", PackageResources.label_numbers_cl),
        file("label_expand", PackageResources.label_expand_cl),
    ]

    /// Kernels that are compiled together, when one of them is first needed: a compiler takes longer for all of them
    /// than the first image may take.
    package struct Group: Hashable, Sendable {
        package let name: String
        let files: [String]
        /// The one kernel that is made of the files' macros, if it is.
        var instance = ""
    }

    private static let rankFiles = ["forest_bins", "forest_rank_bin", "forest_ranks", "forest_operations"]
    private static let programFiles = rankFiles + ["forest_exact", "forest_program"]
    private static let voteFiles = rankFiles + ["forest_votes"]

    /// All groups; every kernel is in one of them.
    package static let groups: [Group] = [
        // What nearly all classifiers use: the compiler takes a while before it comes to any of it.
        Group(
            name: "common",
            files: [
                "arithmetic_probe", "load_pixels", "window_rows", "gaussian_lines", "gaussian_blur", "laplace_box_2d",
                "sobel_2d", "subtract_planes", "mask_bits", "label_runs", "label_numbers", "label_expand",
            ] + programFiles,
            instance: "PROGRAM_KERNEL(forest_program_1, 1)"
        ),
        Group(name: "wide pixels", files: ["load_pixels", "load_wide_pixels"]),
        Group(
            name: "neighbours",
            files: ["window_rows", "gradient", "hessian_2d", "laplace_diamond", "local_extremes", "pointwise"]
        ),
        Group(
            name: "volumes",
            files: ["gaussian_lines", "gaussian_slices", "hessian_3d", "laplace_box_3d", "sobel_3d"]
        ),
        Group(name: "boxes", files: ["window_rows", "box_extremes", "box_mean"]),
        Group(name: "windows", files: ["window_rows", "window_extremes", "window_mean", "window_mode"]),
        Group(name: "medians", files: ["window_rows", "window_median"]),
        Group(name: "walk", files: ["forest_walk", "forest_outputs"]),
        Group(name: "program 2", files: programFiles, instance: "PROGRAM_KERNEL(forest_program_2, 2)"),
        Group(name: "votes 2", files: voteFiles, instance: "VOTES_KERNEL(forest_votes_2, 2, 1)"),
        Group(name: "votes 4", files: voteFiles, instance: "VOTES_KERNEL(forest_votes_4, 4, 1)"),
        Group(name: "votes wide", files: voteFiles, instance: "VOTES_KERNEL(forest_votes_wide, 4, 2)"),
    ]

    /// The group that has a kernel; nil where there is no such kernel.
    package static func group(ofKernel kernel: String) -> Group? { groupsOfKernels[kernel] }

    /// The first group of each kernel. A kernel begins a line: `kernel void name(`, or `SOME_KERNEL(name`, which is a
    /// macro that makes it.
    private static let groupsOfKernels: [String: Group] = {
        var found: [String: Group] = [:]
        for group in groups {
            for line in program(of: group).utf8.split(separator: UInt8(ascii: "\n")) {
                guard let parenthesis = line.firstIndex(of: UInt8(ascii: "(")) else { continue }
                var words = Substring(line[..<parenthesis]).split(separator: " ")
                if words.count == 1, words[0].hasSuffix("_KERNEL") {
                    words = Substring(line[parenthesis...].dropFirst()).split { $0 == "," || $0 == ")" }
                    words.removeSubrange(1...)
                } else if !words.starts(with: ["kernel", "void"]) {
                    continue
                }
                if let name = words.last.map(String.init), found[name] == nil { found[name] = group }
            }
        }
        return found
    }()

    /// The program of one group.
    ///
    /// - Parameter contraction: lets the compiler fuse products and sums, which is wrong; only the test that the
    ///   self-test notices it asks for this.
    package static func program(of group: Group, contraction: Bool = false) -> String {
        let files = files.filter { $0.name == "common_lanes" || group.files.contains($0.name) }.map(\.text)
        // Where a kernel is made of macros, the text behind asks for nothing where vectors are none.
        let instance = group.instance.isEmpty ? "" : "\n#if LANES > 1\n\(group.instance)\n#endif\n"
        return (contraction ? files.map(contracted) : files).joined(separator: "\n") + instance
    }

    private static func contracted(_ text: String) -> String {
        let pragma = "#pragma OPENCL FP_CONTRACT OFF\n"
        return text.hasPrefix(pragma) ? "#pragma OPENCL FP_CONTRACT ON\n" + text.dropFirst(pragma.count) : text
    }

    private static func file(_ name: String, _ bytes: [UInt8]) -> File {
        File(name: name, text: String(decoding: bytes, as: UTF8.self))
    }
}
