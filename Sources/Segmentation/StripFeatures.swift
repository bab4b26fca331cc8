import Features
import Imaging
import OpenCLRuntime

/// Computes the features of one strip after another on a device.
struct StripFeatures {
    private let kernels: KernelSet
    private let layout: StripLayout
    private let size: ImageSize
    private let gaussians: DeviceGaussians
    /// Memory of the planes.
    let arena: DeviceBuffer
    private let pixels: DeviceBuffer

    /// - Parameters:
    ///   - arena: memory for the planes of `layout`.
    ///   - pixels: memory for the stored pixels of the most rows of one strip with its halo, and 64 more.
    init(
        kernels: KernelSet,
        layout: StripLayout,
        size: ImageSize,
        gaussians: DeviceGaussians,
        arena: DeviceBuffer,
        pixels: DeviceBuffer
    ) {
        self.kernels = kernels
        self.layout = layout
        self.size = size
        self.gaussians = gaussians
        self.arena = arena
        self.pixels = pixels
    }

    /// The bytes of `pixels` for images of `size` in `layout`.
    static func pixelBytes(_ layout: StripLayout, size: ImageSize) -> Int {
        let above = layout.channels.map(\.image.above).max() ?? 0
        return (min(layout.rows + 2 * above, size.height) * size.width + 64) * 4
    }

    /// Fills the planes of the forest's inputs for the image rows `strip`.
    func compute(_ channels: [PlanePixels], strip: Range<Int>) throws(OpenCLError) {
        for (channel, planes) in zip(channels, layout.channels) {
            try load(channel, into: planes.image, strip)
            for step in planes.steps {
                try run(step, strip)
            }
        }
    }

    /// The rows of a plane that exist in the image, counted from the strip's first row.
    private func rows(above: Int, _ strip: Range<Int>) -> Range<Int> {
        max(-above, -strip.lowerBound)..<min(strip.count + above, size.height - strip.lowerBound)
    }

    private func load(_ channel: PlanePixels, into plane: StripLayout.Plane, _ strip: Range<Int>) throws(OpenCLError) {
        let rows = rows(above: plane.above, strip)
        let start = (strip.lowerBound + rows.lowerBound) * size.width
        let range = start..<start + rows.count * size.width
        let kernel: String
        switch channel {
        case .uint8(let values):
            try kernels.queue.write(values[range], to: pixels)
            kernel = "load_uint8"
        case .uint16(let values):
            try kernels.queue.write(values[range], to: pixels)
            kernel = "load_uint16"
        case .uint32(let values):
            try kernels.queue.write(values[range], to: pixels)
            kernel = "load_uint32"
        case .float32(let values):
            try kernels.queue.write(values[range], to: pixels)
            kernel = "load_float32"
        }
        try kernels.runBlocks(
            kernel,
            width: size.width,
            rowCount: rows.count,
            [.buffer(pixels)] + destination(plane) + extent(rows)
        )
        try replicate(plane, rows)
    }

    private func run(_ step: StripLayout.Step, _ strip: Range<Int>) throws(OpenCLError) {
        let rows = rows(above: step.result.above, strip)
        let limits: [KernelArgument] = [.int(-strip.lowerBound), .int(size.height - 1 - strip.lowerBound)]
        let ends = destination(step.result) + extent(rows)
        let first = step.sources[0]
        switch step.operation {
        case .gaussianBlur(let sigma):
            guard let between = step.between else { return }
            let table = gaussians[sigma]
            let weights: [KernelArgument] = [
                .buffer(gaussians.buffer), .int(table.first), .int(table.halfWidth), .float(table.sum),
            ]
            let before = self.rows(above: between.above, strip)
            try kernels.runBlocks(
                "gaussian_rows",
                width: size.width,
                rowCount: before.count,
                source(first) + destination(between) + extent(before) + weights
            )
            try kernels.runBlocks(
                "gaussian_columns",
                width: size.width,
                rowCount: rows.count,
                source(between) + ends + limits + weights
            )
        case .laplaceBox:
            try kernels.runBlocks(
                "laplace_box_2d",
                width: size.width,
                rowCount: rows.count,
                source(first) + ends + limits
            )
        case .sobel:
            try kernels.runBlocks("sobel_2d", width: size.width, rowCount: rows.count, source(first) + ends + limits)
        case .subtract:
            let second = KernelArgument.long(layout.origin(step.sources[1]))
            try kernels.runBlocks(
                "subtract_planes",
                width: size.width,
                rowCount: rows.count,
                source(first) + [second] + ends
            )
        }
        try replicate(step.result, rows)
    }

    private func replicate(_ plane: StripLayout.Plane, _ rows: Range<Int>) throws(OpenCLError) {
        guard plane.reach > 0 else { return }
        let blocks = (rows.count + StripPlan.blockRows - 1) / StripPlan.blockRows
        try kernels.runRows(
            "replicate_columns",
            count: blocks,
            destination(plane) + extent(rows) + [.int(plane.reach)]
        )
    }

    private func source(_ plane: StripLayout.Plane) -> [KernelArgument] {
        [.buffer(arena), .long(layout.origin(plane))]
    }

    private func destination(_ plane: StripLayout.Plane) -> [KernelArgument] {
        [.buffer(arena), .long(layout.origin(plane)), .int(layout.stride), .int(size.width)]
    }

    private func extent(_ rows: Range<Int>) -> [KernelArgument] {
        [.int(rows.lowerBound), .int(rows.upperBound)]
    }
}
