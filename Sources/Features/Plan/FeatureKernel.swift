import Kernels

/// What is known of a kernel that makes one plane of others, besides its text.
package struct FeatureKernel: Sendable, Hashable {
    /// Features whose time is booked together in a benchmark.
    package enum Stage: String, Sendable {
        case gaussianBlur = "gaussian_blur"
        case derivative
        case window
        case arithmetic
        case filters
    }

    /// The function's name in its file.
    package let name: String
    /// The file that has it, which says with what it is compiled.
    let file: KernelFile
    /// Where its time is booked.
    package let stage: Stage
    /// Whether a work-item owns TALL_ROWS rows of a block rather than BLOCK_ROWS.
    package let ownsTallRows: Bool
    /// Passes that a work-item does at once because they read the same plane, in ascending order of their half widths.
    package let jobsAtOnce: Int
    /// The most planes that a pass reads; beyond two, a pass is several jobs, each with two more of them.
    package let sourceCount: Int

    /// The kernel `name` of `file`.
    init(
        _ name: String,
        in file: KernelFile,
        stage: Stage,
        ownsTallRows: Bool = false,
        jobsAtOnce: Int = 1,
        sourceCount: Int = 2
    ) {
        self.name = name
        self.file = file
        self.stage = stage
        self.ownsTallRows = ownsTallRows
        self.jobsAtOnce = jobsAtOnce
        self.sourceCount = sourceCount
    }

    /// Whether both have the same name, which no two kernels have.
    package static func == (left: FeatureKernel, right: FeatureKernel) -> Bool { left.name == right.name }

    /// Adds the name.
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension KernelGroup {
    /// Operators on 3 × 3 pixels and on single ones that few classifiers use.
    static let neighbours = KernelGroup("neighbours")
    /// What only volumes need.
    static let volumes = KernelGroup("volumes")
    /// Statistics of boxes that are taken axis by axis.
    static let boxes = KernelGroup("boxes")
    /// Statistics whose windows are visited pixel by pixel.
    static let windows = KernelGroup("windows")
    /// Medians.
    static let medians = KernelGroup("medians")
    /// Filters of features that are chosen in a matrix.
    static let filters = KernelGroup("filters")
}
