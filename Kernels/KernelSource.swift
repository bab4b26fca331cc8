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
        file("window_rows", PackageResources.window_rows_cl),
        file("box_extremes", PackageResources.box_extremes_cl),
        file("box_mean", PackageResources.box_mean_cl),
        file("gaussian_blur", PackageResources.gaussian_blur_cl),
        file("gradient", PackageResources.gradient_cl),
        file("hessian_2d", PackageResources.hessian_2d_cl),
        file("hessian_3d", PackageResources.hessian_3d_cl),
        file("laplace_box", PackageResources.laplace_box_cl),
        file("laplace_diamond", PackageResources.laplace_diamond_cl),
        file("local_extremes", PackageResources.local_extremes_cl),
        file("pointwise", PackageResources.pointwise_cl),
        file("sobel", PackageResources.sobel_cl),
        file("subtract_planes", PackageResources.subtract_planes_cl),
        file("window_extremes", PackageResources.window_extremes_cl),
        file("window_mean", PackageResources.window_mean_cl),
        file("window_median", PackageResources.window_median_cl),
        file("window_mode", PackageResources.window_mode_cl),
        file("forest_walk", PackageResources.forest_walk_cl),
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

    /// The whole program.
    ///
    /// - Parameter contraction: lets the compiler fuse products and sums, which is wrong; only the test that the
    ///   self-test notices it asks for this.
    package static func program(contraction: Bool = false) -> String {
        let files = contraction ? files.map(\.text).map(contracted) : files.map(\.text)
        return files.joined(separator: "\n")
    }

    private static func contracted(_ text: String) -> String {
        let pragma = "#pragma OPENCL FP_CONTRACT OFF\n"
        return text.hasPrefix(pragma) ? "#pragma OPENCL FP_CONTRACT ON\n" + text.dropFirst(pragma.count) : text
    }

    private static func file(_ name: String, _ bytes: [UInt8]) -> File {
        File(name: name, text: String(decoding: bytes, as: UTF8.self))
    }
}
