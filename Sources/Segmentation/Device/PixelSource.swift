import Imaging
import OpenCLRuntime

/// The stored pixels of one channel as a device reads them, strip by strip.
///
/// Where host and device share memory, the channel's own memory is read; elsewhere the rows of a strip are copied.
struct PixelSource {
    /// Rows on the device: pixel (x, y, z) is element `z * slice + (y - firstRow) * width + x`.
    struct Rows {
        let buffer: DeviceBuffer
        let slice: Int
        let firstRow: Int
    }

    /// The kernel that reads this pixel type.
    let kernel: String
    private let size: ImageSize
    private let bytes: UnsafeRawBufferPointer
    private let pixelBytes: Int
    private let queue: CommandQueue
    private let whole: DeviceBuffer?
    private let staging: DeviceBuffer?

    /// - Parameters:
    ///   - bytes: memory of the pixels (Z, Y, X), which must outlive this value.
    ///   - mostRows: the most rows that `pixels(of:)` is asked for.
    init(
        _ bytes: UnsafeRawBufferPointer,
        type: PixelType,
        size: ImageSize,
        kernels: KernelSet,
        mostRows: Int
    ) throws(OpenCLError) {
        kernel = "load_\(type.rawValue)"
        self.size = size
        self.bytes = bytes
        pixelBytes = bytes.count / size.pixelCount
        queue = kernels.queue
        if kernels.sharesMemory {
            whole = try DeviceBuffer(context: kernels.context, sharing: UnsafeMutableRawBufferPointer(mutating: bytes))
            staging = nil
        } else {
            whole = nil
            let count = mostRows * size.width * size.depth * pixelBytes
            staging = try DeviceBuffer(context: kernels.context, byteCount: count)
        }
    }

    /// The rows of all slices, ready to be read by commands enqueued after this.
    func pixels(of rows: Range<Int>) throws(OpenCLError) -> Rows {
        if let whole { return Rows(buffer: whole, slice: size.width * size.height, firstRow: 0) }
        guard let staging else { preconditionFailure("pixels lie neither here nor there") }
        let slice = rows.count * size.width
        for z in 0..<size.depth {
            let start = (z * size.height + rows.lowerBound) * size.width * pixelBytes
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<start + slice * pixelBytes])
            try queue.write(part, to: staging, at: z * slice * pixelBytes)
        }
        return Rows(buffer: staging, slice: slice, firstRow: rows.lowerBound)
    }
}
