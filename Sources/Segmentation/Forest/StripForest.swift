import Classifiers
import Forests
import Imaging
import OpenCLRuntime

/// Evaluates a forest over the features of a strip, and makes of its votes what a task wants.
struct StripForest {
    /// Classes of the strip's pixels, (Z, Y, X).
    let classes: DeviceBuffer
    /// One plane of votes or probabilities after the other, each (Z, Y, X).
    let votes: DeviceBuffer
    /// The foreground of the whole image; nil where none is wanted.
    let mask: DeviceMask?
    private let kernels: KernelSet
    private let layout: StripLayout
    private let forest: DeviceForest
    private let inputs: DeviceBuffer
    private let arena: DeviceBuffer
    private let task: SegmentationTask

    /// Memory and data for strips of `layout`.
    init(
        kernels: KernelSet,
        layout: StripLayout,
        arena: DeviceBuffer,
        task: SegmentationTask,
        forest: DeviceForest
    ) throws(OpenCLError) {
        self.kernels = kernels
        self.layout = layout
        self.arena = arena
        self.task = task
        let context = kernels.context
        self.forest = forest
        inputs = try DeviceBuffer(context: context, copying: layout.inputs.flatMap { [$0.origin, Int64($0.ring)] })
        let size = layout.size
        let pixels = layout.rows * size.width * size.depth
        let planes = max(task.votePlaneCount, task.probabilityPlaneCount)
        classes = try DeviceBuffer(context: context, byteCount: pixels)
        votes = try DeviceBuffer(context: context, byteCount: pixels * planes * 4)
        mask = task.foreground == .none ? nil : try DeviceMask(kernels: kernels, size: size)
    }

    /// Fills classes, and votes and mask where the task wants them, for the image rows `strip`.
    func compute(_ strip: Range<Int>) throws(OpenCLError) {
        let size = layout.size
        let pixels = strip.count * size.width * size.depth
        let rows: [KernelArgument] = [.int(strip.lowerBound), .int(strip.upperBound)]
        try kernels.runFeature(
            forest.kernelName,
            size,
            rowCount: strip.count,
            width: 1,
            [.buffer(arena), .buffer(inputs), .int(layout.stride), .int(size.width), .int(size.depth)] + rows
                + forest.arguments(classes: classes, votes: votes, votesPlane: task.votePlaneCount > 0 ? pixels : 0)
        )
        switch task.probabilities {
        case .none: break
        case .classNumber:
            try kernels.runChunks("classes_to_floats", count: pixels, [.buffer(classes), .buffer(votes), .int(pixels)])
        case .all where task.classifier.forest.isAveraged: break
        case .all, .one:
            let wanted = if case .one(let number) = task.probabilities { number } else { 0 }
            try kernels.runChunks(
                "votes_to_probabilities",
                count: pixels,
                [.buffer(votes), .long(pixels), .int(pixels), .int(task.classifier.forest.classCount), .int(wanted)]
            )
        }
        switch task.foreground {
        case .none: break
        case .positiveClass(let number): try mask?.set(rows: strip, classes: classes, positive: number)
        case .threshold(let threshold): try mask?.set(rows: strip, votes: votes, threshold: threshold)
        }
        try kernels.profiler?.end("forest", bytes: pixels * (4 * layout.inputs.count + 1))
    }
}
