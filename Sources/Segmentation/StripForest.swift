import Imaging
import OpenCLRuntime

/// Evaluates a forest over the features of a strip, and makes of its votes what a task wants.
struct StripForest {
    let classes: DeviceBuffer
    let votes: DeviceBuffer
    let mask: DeviceBuffer
    private let kernels: KernelSet
    private let layout: StripLayout
    private let width: Int
    private let forest: DeviceForest
    private let origins: DeviceBuffer
    private let arena: DeviceBuffer
    private let task: SegmentationTask
    private let kernelName: String

    /// Memory and data for strips of `layout`.
    init(
        kernels: KernelSet,
        layout: StripLayout,
        width: Int,
        arena: DeviceBuffer,
        task: SegmentationTask,
        walks: Bool
    ) throws(OpenCLError) {
        self.kernels = kernels
        self.layout = layout
        self.width = width
        self.arena = arena
        self.task = task
        let context = kernels.context
        forest = try DeviceForest(task.classifier.forest, context: context)
        origins = try DeviceBuffer(context: context, copying: layout.inputs.map { Int64(layout.origin($0)) })
        let pixels = layout.rows * width
        let planes = max(task.votePlaneCount, task.probabilityPlaneCount)
        classes = try DeviceBuffer(context: context, byteCount: pixels)
        votes = try DeviceBuffer(context: context, byteCount: pixels * planes * 4)
        mask = try DeviceBuffer(context: context, byteCount: pixels)
        if walks || kernels.lanes == 1 || forest.depth > KernelSet.forestStack {
            kernelName = "forest_walk"
        } else {
            kernelName = forest.classCount <= 2 ? "forest_blend_2" : "forest_blend_4"
        }
    }

    /// Elements from one plane of votes to the next in the strip with `rowCount` rows.
    func votePlane(_ rowCount: Int) -> Int { rowCount * width }

    /// Fills classes, and votes and mask where the task wants them, for a strip of `rowCount` rows.
    func compute(rowCount: Int) throws(OpenCLError) {
        let pixels = rowCount * width
        try kernels.runBlocks(
            kernelName,
            width: width,
            rowCount: rowCount,
            [
                .buffer(arena), .buffer(origins), .int(layout.stride), .int(width), .int(rowCount),
                .buffer(forest.nodes), .buffer(forest.roots), .buffer(forest.weights),
                .int(forest.treeCount), .int(forest.classCount), .int(forest.classStride),
                .buffer(classes), .buffer(votes), .long(task.votePlaneCount > 0 ? pixels : 0),
            ]
        )
        switch task.probabilities {
        case .none: break
        case .classNumber:
            try kernels.runChunks("classes_to_floats", count: pixels, [.buffer(classes), .buffer(votes), .int(pixels)])
        case .all, .one:
            let wanted = if case .one(let number) = task.probabilities { number } else { 0 }
            try kernels.runChunks(
                "votes_to_probabilities",
                count: pixels,
                [.buffer(votes), .long(pixels), .int(pixels), .int(forest.classCount), .int(wanted)]
            )
        }
        switch task.foreground {
        case .none: break
        case .positiveClass(let number):
            try kernels.runChunks(
                "mask_of_class",
                count: pixels,
                [.buffer(classes), .buffer(mask), .int(pixels), .int(number)]
            )
        case .threshold(let threshold):
            try kernels.runChunks(
                "mask_of_probability",
                count: pixels,
                [.buffer(votes), .buffer(mask), .int(pixels), .float(threshold)]
            )
        }
    }
}
