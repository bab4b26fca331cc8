import Imaging
import OpenCLRuntime

/// Gathers the features of a grid of pixels while strips pass by; they stay on the device until all are there.
struct StripSamples {
    private let sample: PixelSample
    private let layout: StripLayout
    private let kernels: KernelSet
    private let arena: DeviceBuffer
    private let inputs: DeviceBuffer
    private let features: DeviceBuffer
    private let columns: Int

    /// Room for the features of `sample`.
    init(_ sample: PixelSample, kernels: KernelSet, layout: StripLayout, arena: DeviceBuffer) throws(OpenCLError) {
        (self.sample, self.layout, self.kernels, self.arena) = (sample, layout, kernels, arena)
        columns = sample.columnCount(width: layout.size.width)
        let context = kernels.context
        inputs = try DeviceBuffer(context: context, copying: layout.inputs.flatMap { [$0.origin, Int64($0.ring)] })
        let pixels = sample.pixelCount(width: layout.size.width)
        features = try DeviceBuffer(context: context, byteCount: layout.inputs.count * pixels * 4)
    }

    /// Takes what lies in a strip, whose features are there.
    func take(_ strip: Range<Int>) throws(OpenCLError) {
        let first = sample.rowCount(before: strip.lowerBound)
        let count = sample.rowCount(before: strip.upperBound) - first
        guard count > 0, columns > 0 else { return }
        try kernels.runItems(
            "forest_samples",
            columns: count,
            rows: layout.inputs.count * sample.sliceCount,
            [
                .buffer(arena), .buffer(inputs), .int(layout.stride), .int(sample.sliceCount),
                .int(sample.slices.lowerBound), .int(sample.sliceDistance), .int(layout.inputs.count),
                .int(sample.rows.lowerBound), .int(sample.firstColumn), .int(sample.distance), .int(sample.rowCount),
                .int(columns), .int(first), .int(count), .buffer(features),
            ]
        )
    }

    /// Everything together: for each input of the forest (Z, Y, X) of the grid.
    func read() throws(OpenCLError) -> [[Float]] {
        let count = sample.pixelCount(width: layout.size.width)
        var planes = [[Float]](repeating: [Float](repeating: 0, count: count), count: layout.inputs.count)
        for index in planes.indices {
            try kernels.queue.read(features, from: index * count, into: &planes[index], at: 0, count: count)
        }
        return planes
    }
}
