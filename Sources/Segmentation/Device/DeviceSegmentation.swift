import Classifiers
import Devices
import Features
import Forests
import Imaging
import OpenCLRuntime

/// Segments images on one OpenCL device, strip by strip.
///
/// The device holds one strip; whole planes exist only as the results in host memory.
final class DeviceSegmentation {
    let device: Device
    let kernels: KernelSet
    private let options: EngineOptions
    /// Evaluates every forest pixel by pixel, also where many pixels at once would be quicker.
    var walksForests: Bool
    /// Kernels, features' with their variants, whose results were compared with the host's and were equal.
    private var proven: Set<String> = []
    private var forests = ForestCache()
    /// Kept from image to image: the page faults of new memory cost as much time as a small forest.
    private var arena: DeviceBuffer?

    /// Builds the kernels for `device`.
    init(device: Device, options: EngineOptions) throws(OpenCLError) {
        self.device = device
        self.options = options
        walksForests = options.walksForests
        kernels = try KernelSet(device: device, options: options)
    }

    /// Memory for the planes of a strip. On a CPU, smaller strips miss L2 all the same and spend more than half of the time
    /// on launching kernels, and larger ones miss L3; a GPU needs more pixels a launch to be busy.
    private var stripBytes: Int {
        if let bytes = options.stripBytes { return bytes }
        return device.description.kind == .cpu
            ? 20 << 20 : max(64 << 20, min(512 << 20, device.description.globalMemoryBytes / 4))
    }

    /// The runs of kernels that give `plan`. A GPU, whose work-items own single pixels, has no lines to keep for others.
    private func passes(_ plan: FeaturePlan, channelCount: Int, _ size: ImageSize) -> PassPlan {
        PassPlan(plan, channelCount: channelCount, is3D: size.is3D, joinsFilters: kernels.lanes > 1)
    }

    /// Does `task` for one plane or volume per channel, all of `size`; `progress` is called after each strip.
    ///
    /// Where the device's memory does not suffice, strips become smaller, down to one block of rows.
    ///
    /// - Parameter measuresAnew: forgets the times and the memory that were measured before.
    func segment(
        _ channels: [PixelValues],
        size: ImageSize,
        task: SegmentationTask,
        measuresAnew: Bool = true,
        progress: () -> Void
    ) throws(OpenCLError) -> SegmentationResult {
        let plan = passes(task.classifier.plan, channelCount: channels.count, size)
        var bytes = min(stripBytes, device.maximumAllocation)
        var shortage: String?
        while true {
            if measuresAnew {
                kernels.profiler?.begin()
                kernels.context.forgetPeak()
            }
            let strips = StripPlan(
                plan,
                votePlanes: max(task.votePlaneCount, task.probabilityPlaneCount),
                size: size,
                blockWidth: kernels.blockWidth,
                bytes: bytes,
                stripRows: options.stripRows
            )
            do throws(OpenCLError) {
                var result = try segment(channels, size: size, task: task, strips: strips, progress: progress)
                if let shortage { result.notes.append("\(shortage); strips of \(strips.layout.rows) rows were used") }
                return result
            } catch {
                guard error.isOutOfMemory, strips.layout.rows > StripPlan.blockRows, options.stripRows == nil else {
                    throw error
                }
                arena = nil
                shortage = "the memory of \(device.description.name) did not suffice for \(strips.layout.rows) rows"
                bytes = min(bytes, strips.layout.elementCount * 4) / 2
            }
        }
    }

    private func segment(
        _ channels: [PixelValues],
        size: ImageSize,
        task: SegmentationTask,
        strips: StripPlan,
        progress: () -> Void
    ) throws(OpenCLError) -> SegmentationResult {
        try withBytes(of: channels[...]) { pixels throws(OpenCLError) in
            let features = try features(strips, pixels, channels, size: size)
            let forest = try StripForest(
                kernels: kernels,
                layout: strips.layout,
                arena: features.arena,
                task: task,
                forest: try forests.forest(
                    task.classifier.forest,
                    kernels,
                    wantsVotes: task.votePlaneCount > 0,
                    walks: walksForests
                )
            )
            var collected = StripResults(task: task, size: size)
            let samples = try task.sample.map { (sample) throws(OpenCLError) in
                try StripSamples(sample, kernels: kernels, layout: strips.layout, arena: features.arena)
            }
            for (number, strip) in strips.strips.enumerated() {
                try features.compute(strip)
                try forest.compute(strip)
                try samples?.take(strip)
                try collected.read(strip, from: forest, queue: kernels.queue)
                // Waiting after every strip would leave the device idle; never waiting, the queue unbounded.
                if number % 8 == 7 { try kernels.queue.finish() }
                progress()
            }
            try kernels.queue.finish()
            let mask = try forest.mask?.mask()
            try kernels.profiler?.end("transfer", bytes: size.pixelCount / 8)
            var labels: LabelImage?
            if task.wantsLabels, let mask, let words = forest.mask?.words {
                labels =
                    DeviceLabelling.isPossible(size)
                    ? try DeviceLabelling(kernels: kernels).label(words, size: size) : HostLabelling.label(mask)
                try kernels.profiler?.end("labelling", bytes: size.pixelCount * 4)
            }
            var result = collected.result(mask: mask, labels: labels)
            result.sampledFeatures = try samples?.read() ?? []
            return result
        }
    }

    /// Copies `forest` to the device, unless it is there already.
    func prepare(_ forest: RandomForest, wantsVotes: Bool) throws(OpenCLError) {
        _ = try forests.forest(forest, kernels, wantsVotes: wantsVotes, walks: walksForests)
    }

    /// Compares the kernels that `task` needs with the host on a small image, the first time they are needed.
    ///
    /// - Throws: `OpenCLError.wrongResult` where they differ.
    func prove(_ task: SegmentationTask, size: ImageSize, types: Set<PixelType>) throws(OpenCLError) {
        try proveFeatures(of: task.classifier.plan, size: size, types: types)
        let wantsVotes = task.votePlaneCount > 0
        let forest = try forests.forest(task.classifier.forest, kernels, wantsVotes: wantsVotes, walks: walksForests)
        guard !proven.contains(forest.kernelName) else { return }
        if let problem = try SelfTest.problem(of: self, kind: forest.kind) { throw .wrongResult(problem) }
        proven.insert(forest.kernelName)
    }

    /// The same for the kernels of features alone.
    func proveFeatures(of plan: FeaturePlan, size: ImageSize, types: Set<PixelType>) throws(OpenCLError) {
        let needed = passes(plan, channelCount: 1, size).variants.union(types.map(\.rawValue))
        guard !needed.isSubset(of: proven) else { return }
        if let problem = try SelfTest.problem(of: self, plan: plan, is3D: size.is3D, types: types) {
            throw .wrongResult(problem)
        }
        proven.formUnion(needed)
    }

    /// The label image of the foreground.
    func labels(of mask: Mask) throws(OpenCLError) -> LabelImage {
        guard DeviceLabelling.isPossible(mask.size) else { return HostLabelling.label(mask) }
        return try DeviceLabelling(kernels: kernels).label(mask)
    }

    /// Every feature of `plan` for one plane or volume, in the order of its outputs.
    func features(
        of plane: PixelValues,
        size: ImageSize,
        plan: FeaturePlan,
        progress: () -> Void = {}
    ) throws(OpenCLError) -> [[Float]] {
        let strips = StripPlan(
            passes(plan, channelCount: 1, size),
            votePlanes: 0,
            size: size,
            blockWidth: kernels.blockWidth,
            bytes: stripBytes,
            stripRows: options.stripRows
        )
        return try withBytes(of: [plane]) { pixels throws(OpenCLError) in
            let features = try features(strips, pixels, [plane], size: size)
            var reading = FeatureReading(layout: strips.layout, arena: features.arena)
            for strip in strips.strips {
                try features.compute(strip)
                try reading.copyRows(strip, queue: kernels.queue)
                progress()
            }
            return reading.planes
        }
    }

    /// Results of the arithmetic probe for triples of numbers, seven for each.
    func probe(_ triples: [Float]) throws(OpenCLError) -> [Float] {
        let count = triples.count / 3
        let src = try DeviceBuffer(context: kernels.context, copying: triples)
        let dst = try DeviceBuffer(context: kernels.context, byteCount: count * 7 * 4)
        try kernels.runGrid("arithmetic_probe", columns: count, rows: 1, [.buffer(src), .buffer(dst), .int(count)])
        var results = [Float](repeating: 0, count: count * 7)
        try kernels.queue.read(dst, into: &results, at: 0, count: results.count)
        return results
    }

    private func features(
        _ strips: StripPlan,
        _ pixels: [UnsafeRawBufferPointer],
        _ channels: [PixelValues],
        size: ImageSize
    ) throws(OpenCLError) -> StripFeatures {
        let layout = strips.layout
        var sources: [PixelSource] = []
        for (index, bytes) in pixels.enumerated() {
            sources.append(
                try PixelSource(
                    bytes,
                    type: channels[index].pixelType,
                    size: size,
                    kernels: kernels,
                    mostRows: min(layout.rows + Int(layout.jobs[index].above), size.height)
                )
            )
        }
        return try StripFeatures(
            kernels: kernels,
            layout: layout,
            sources: sources,
            arena: try memory(layout.elementCount * 4)
        )
    }

    /// The arena if it is large enough, else a new one.
    private func memory(_ byteCount: Int) throws(OpenCLError) -> DeviceBuffer {
        if let arena, arena.byteCount >= byteCount { return arena }
        arena = nil
        let buffer = try DeviceBuffer(context: kernels.context, byteCount: byteCount)
        arena = buffer
        return buffer
    }
}
