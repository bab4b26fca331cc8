import Features
import Forests
import Imaging
import OpenCLRuntime

/// Segments images on one OpenCL device, strip by strip.
///
/// The device holds one strip; whole planes exist only as the results in host memory.
final class DeviceSegmentation {
    let device: Device
    private let options: EngineOptions
    private let kernels: KernelSet
    /// Evaluates every forest pixel by pixel, also where many pixels at once would be quicker.
    var walksForests: Bool
    /// Kept from image to image: fresh memory costs as much time as a small forest.
    private var arena: DeviceBuffer?
    private var pixels: DeviceBuffer?

    /// Builds the kernels for `device`.
    init(device: Device, options: EngineOptions) throws(OpenCLError) {
        self.device = device
        self.options = options
        walksForests = options.walksForests
        kernels = try KernelSet(device: device, options: options)
    }

    /// Does `task` for one plane per channel, all of `size`; `progress` is called after each strip.
    func segment(
        _ channels: [PlanePixels],
        size: ImageSize,
        task: SegmentationTask,
        progress: () -> Void
    ) throws(OpenCLError) -> PlaneSegmentation {
        let plan = task.classifier.plan
        let planes = task.probabilityPlaneCount
        let strips = StripPlan(
            plan: plan,
            channelCount: channels.count,
            votePlanes: max(task.votePlaneCount, planes),
            size: size,
            blockWidth: kernels.blockWidth,
            options: options
        )
        let features = try features(strips.layout, plan: plan, size: size)
        let forest = try StripForest(
            kernels: kernels,
            layout: strips.layout,
            width: size.width,
            arena: features.arena,
            task: task,
            walks: walksForests
        )
        let wantsForeground = task.wantsMask || task.wantsLabels
        var classes = [UInt8](repeating: 0, count: task.wantsClassMap ? size.pixelCount : 0)
        var mask = [UInt8](repeating: 0, count: wantsForeground ? size.pixelCount : 0)
        var probabilities = [[Float]](
            repeating: [Float](repeating: 0, count: size.pixelCount),
            count: task.wantsProbabilities ? planes : 0
        )
        for strip in strips.strips {
            try features.compute(channels, strip: strip)
            try forest.compute(rowCount: strip.count)
            let start = strip.lowerBound * size.width
            let count = strip.count * size.width
            if task.wantsClassMap {
                try kernels.queue.read(forest.classes, into: &classes, at: start, count: count)
            }
            if wantsForeground { try kernels.queue.read(forest.mask, into: &mask, at: start, count: count) }
            for plane in probabilities.indices {
                try kernels.queue.read(
                    forest.votes,
                    from: plane * count,
                    into: &probabilities[plane],
                    at: start,
                    count: count
                )
            }
            try kernels.queue.finish()
            progress()
        }
        return PlaneSegmentation(
            classMap: task.wantsClassMap ? ClassMap(size: size, classes: classes) : nil,
            probabilities: probabilities,
            mask: task.wantsMask ? mask : nil,
            labels: task.wantsLabels ? try labels(of: mask, size: size) : nil
        )
    }

    /// The label image of the pixels of `mask` that are not 0.
    func labels(of mask: [UInt8], size: ImageSize) throws(OpenCLError) -> LabelImage {
        guard DeviceLabelling.isPossible(size) else { return HostLabelling.label(mask, size: size) }
        return try DeviceLabelling(kernels: kernels).label(mask, size: size)
    }

    /// Every feature of `plan` for one plane, in the order of its outputs.
    func features(of plane: PlanePixels, size: ImageSize, plan: FeaturePlan) throws(OpenCLError) -> [[Float]] {
        let strips = StripPlan(
            plan: plan,
            channelCount: 1,
            votePlanes: 0,
            size: size,
            blockWidth: kernels.blockWidth,
            options: options
        )
        let layout = strips.layout
        let features = try features(layout, plan: plan, size: size)
        var result = [[Float]](
            repeating: [Float](repeating: 0, count: size.pixelCount),
            count: layout.inputs.count
        )
        var lines = [Float](repeating: 0, count: layout.rows * layout.stride)
        for strip in strips.strips {
            try features.compute([plane], strip: strip)
            for (index, input) in layout.inputs.enumerated() {
                let first = layout.origin(input) - layout.margin
                let count = strip.count * layout.stride
                try kernels.queue.read(features.arena, from: first, into: &lines, at: 0, count: count)
                for (row, y) in strip.enumerated() {
                    let from = row * layout.stride + layout.margin
                    result[index].replaceSubrange(
                        y * size.width..<(y + 1) * size.width,
                        with: lines[from..<from + size.width]
                    )
                }
            }
        }
        return result
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
        _ layout: StripLayout,
        plan: FeaturePlan,
        size: ImageSize
    ) throws(OpenCLError) -> StripFeatures {
        StripFeatures(
            kernels: kernels,
            layout: layout,
            size: size,
            gaussians: try DeviceGaussians(plan, context: kernels.context),
            arena: try memory(&arena, layout.elementCount * 4),
            pixels: try memory(&pixels, StripFeatures.pixelBytes(layout, size: size))
        )
    }

    /// The memory in `place` if it is large enough, else new memory.
    private func memory(_ place: inout DeviceBuffer?, _ byteCount: Int) throws(OpenCLError) -> DeviceBuffer {
        if let buffer = place, buffer.byteCount >= byteCount { return buffer }
        place = nil
        let buffer = try DeviceBuffer(context: kernels.context, byteCount: byteCount)
        place = buffer
        return buffer
    }
}
