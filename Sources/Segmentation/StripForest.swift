import Imaging
import OpenCLRuntime

/// Evaluates a forest over the features of a strip, and makes of its votes what a task wants.
struct StripForest {
    /// Classes of the strip's pixels, (Z, Y, X).
    let classes: DeviceBuffer
    /// One plane of votes or probabilities after the other, each (Z, Y, X).
    let votes: DeviceBuffer
    /// The foreground of the whole image, 64 pixels of a row in a word.
    let bits: DeviceBuffer
    private let kernels: KernelSet
    private let layout: StripLayout
    private let forest: DeviceForest
    private let inputs: DeviceBuffer
    private let arena: DeviceBuffer
    private let task: SegmentationTask
    private let kernelName: String

    /// Memory and data for strips of `layout`.
    init(
        kernels: KernelSet,
        layout: StripLayout,
        arena: DeviceBuffer,
        task: SegmentationTask,
        walks: Bool
    ) throws(OpenCLError) {
        self.kernels = kernels
        self.layout = layout
        self.arena = arena
        self.task = task
        let context = kernels.context
        forest = try DeviceForest(task.classifier.forest, context: context)
        inputs = try DeviceBuffer(context: context, copying: layout.inputs.flatMap { [$0.origin, Int64($0.ring)] })
        let size = layout.size
        let pixels = layout.rows * size.width * size.depth
        let planes = max(task.votePlaneCount, task.probabilityPlaneCount)
        classes = try DeviceBuffer(context: context, byteCount: pixels)
        votes = try DeviceBuffer(context: context, byteCount: pixels * planes * 4)
        let words = task.foreground == .none ? 0 : Mask.wordsPerRow(size.width) * size.height * size.depth
        bits = try DeviceBuffer(context: context, byteCount: words * 8)
        if walks || kernels.lanes == 1 || forest.depth > 40 {
            kernelName = "forest_walk"
        } else {
            kernelName = forest.classCount <= 2 ? "forest_blend_2" : "forest_blend_4"
        }
    }

    /// Fills classes, and votes and bits where the task wants them, for the image rows `strip`.
    func compute(_ strip: Range<Int>) throws(OpenCLError) {
        let size = layout.size
        let pixels = strip.count * size.width * size.depth
        let rows: [KernelArgument] = [.int(strip.lowerBound), .int(strip.upperBound)]
        try kernels.runFeature(
            kernelName,
            size,
            rowCount: strip.count,
            width: 1,
            [.buffer(arena), .buffer(inputs), .int(layout.stride), .int(size.width), .int(size.depth)] + rows + [
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
        let rowCount = strip.count * size.depth
        let place: [KernelArgument] = [.buffer(bits), .int(size.width), .int(size.height)] + rows + [.int(rowCount)]
        switch task.foreground {
        case .none: break
        case .positiveClass(let number):
            let arguments = [.buffer(classes)] + place + [.int(number)]
            try kernels.runBits("bits_of_class", width: size.width, rowCount: rowCount, arguments)
        case .threshold(let threshold):
            let arguments = [.buffer(votes)] + place + [.float(threshold)]
            try kernels.runBits("bits_of_probability", width: size.width, rowCount: rowCount, arguments)
        }
        try kernels.profiler?.end("forest", bytes: pixels * (4 * layout.inputs.count + 1))
    }

    /// The foreground, after the last strip.
    func mask(_ queue: CommandQueue) throws(OpenCLError) -> Mask {
        var mask = Mask(size: layout.size)
        try queue.read(bits, into: &mask.words, at: 0, count: mask.words.count)
        return mask
    }
}
