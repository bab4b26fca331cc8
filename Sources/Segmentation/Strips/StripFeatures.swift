import Features
import Imaging
import OpenCLRuntime

/// Computes the features of one strip after another on a device, top to bottom.
struct StripFeatures {
    private let kernels: KernelSet
    private let layout: StripLayout
    private let sources: [PixelSource]
    private let jobs: DeviceBuffer
    private let tables: DeviceBuffer
    /// Memory of the planes.
    let arena: DeviceBuffer

    /// - Parameters:
    ///   - sources: the stored pixels of each channel.
    ///   - arena: memory for the planes of `layout`.
    init(
        kernels: KernelSet,
        layout: StripLayout,
        sources: [PixelSource],
        arena: DeviceBuffer
    ) throws(OpenCLError) {
        self.kernels = kernels
        self.layout = layout
        self.sources = sources
        self.arena = arena
        jobs = try DeviceBuffer(context: kernels.context, copying: layout.jobs)
        tables = try DeviceBuffer(context: kernels.context, copying: layout.tables)
    }

    /// Fills the planes of the forest's inputs for the image rows `strip`.
    ///
    /// - Precondition: the strips above have been computed, in order.
    func compute(_ strip: Range<Int>) throws(OpenCLError) {
        for (channel, source) in sources.enumerated() {
            let above = Int(layout.jobs[channel].above)
            let rows = layout.rowRange(strip, above: above)
            let pixels = try source.pixels(of: rows)
            try kernels.runFeature(
                source.kernel,
                layout.size,
                rowCount: rows.count,
                width: 1,
                arguments(channel, strip) + [.buffer(pixels.buffer), .long(pixels.slice), .int(pixels.firstRow)]
            )
            try kernels.profiler?.end("load", bytes: rows.count * layout.size.width * layout.size.depth * 8)
        }
        for launch in layout.launches {
            let rowCount = strip.count + (strip.lowerBound == 0 ? launch.above : 0)
            try kernels.runFeature(
                launch.kernel.name,
                layout.size,
                rowCount: rowCount,
                width: launch.width,
                ownsTallRows: launch.kernel.ownsTallRows,
                arguments(launch.firstJob, strip)
            )
            let bytes = launch.planes * rowCount * layout.size.width * layout.size.depth * 4
            try kernels.profiler?.end(launch.kernel.stage.rawValue, bytes: bytes)
        }
    }

    private func arguments(_ firstJob: Int, _ strip: Range<Int>) -> [KernelArgument] {
        [
            .buffer(arena), .buffer(jobs), .buffer(tables), .int(firstJob), .int(layout.stride),
            .int(layout.size.width), .int(layout.size.height), .int(layout.size.depth),
            .int(strip.lowerBound), .int(strip.upperBound),
        ]
    }
}
