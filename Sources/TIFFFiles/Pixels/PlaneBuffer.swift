import Imaging

/// Memory for some planes of one size and type, filled block by block.
final class PlaneBuffer {
    private let memory: UnsafeMutableRawBufferPointer
    private let size: ImageSize
    private let pixelType: PixelType

    /// Room for `planes` planes; every pixel must be written before it is read.
    init(planes: Int, size: ImageSize, pixelType: PixelType) {
        self.size = size
        self.pixelType = pixelType
        memory = .allocate(byteCount: planes * size.pixelCount * pixelType.byteCount, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// Where the pixel (x, y) of `plane` lies.
    func address(plane: Int, x: Int, y: Int) -> UnsafeMutableRawPointer {
        // The memory of an image has at least one pixel.
        memory.baseAddress! + ((plane * size.height + y) * size.width + x) * pixelType.byteCount
    }

    /// A copy of `plane`.
    func pixels(ofPlane plane: Int) -> PixelValues {
        let start = address(plane: plane, x: 0, y: 0)
        return switch pixelType {
        case .uint8: .uint8(copy(start))
        case .uint16: .uint16(copy(start))
        case .uint32: .uint32(copy(start))
        case .float32: .float32(copy(start))
        }
    }

    private func copy<Value: BitwiseCopyable>(_ start: UnsafeMutableRawPointer) -> [Value] {
        Array(UnsafeBufferPointer(start: start.assumingMemoryBound(to: Value.self), count: size.pixelCount))
    }
}
