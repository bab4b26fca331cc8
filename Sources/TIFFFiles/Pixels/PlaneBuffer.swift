import Imaging
import Synchronization

/// Planes as they came out of a file.
struct DecodedPlanes {
    var planes: [PixelValues]
    /// Whether a value of them was rounded to the type that they are given in.
    var isRounded: Bool
}

/// Memory for some planes of one size and type, filled block by block; several threads may fill different blocks.
final class PlaneBuffer {
    private let memory: UnsafeMutableRawBufferPointer
    private let count: Int
    private let size: ImageSize
    private let encoding: SampleEncoding
    private let pixelType: PixelType
    private let isRounded = Atomic(false)

    /// Room for `count` planes; every pixel must be written before it is read.
    init(planes count: Int, format: StoredPage.Format) {
        self.count = count
        size = format.size
        encoding = format.encoding
        pixelType = format.encoding.pixelType
        memory = .allocate(byteCount: count * size.pixelCount * pixelType.byteCount, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// Where the pixel (x, y) of `plane` lies.
    func address(plane: Int, x: Int, y: Int) -> UnsafeMutableRawPointer {
        // The memory of an image has at least one pixel.
        memory.baseAddress! + ((plane * size.height + y) * size.width + x) * pixelType.byteCount
    }

    /// Unpacks a row of a block to `count` pixels from (x, y) of `plane` on (`SampleEncoding.unpack`).
    func unpack(row: UnsafeRawPointer, first: Int, step: Int, count: Int, plane: Int, x: Int, y: Int) {
        let target = address(plane: plane, x: x, y: y)
        if encoding.unpack(row: row, first: first, step: step, count: count, into: target) {
            isRounded.store(true, ordering: .relaxed)
        }
    }

    /// Copies of all planes.
    func decoded() -> DecodedPlanes {
        DecodedPlanes(planes: (0..<count).map { pixels(ofPlane: $0) }, isRounded: isRounded.load(ordering: .relaxed))
    }

    private func pixels(ofPlane plane: Int) -> PixelValues {
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
