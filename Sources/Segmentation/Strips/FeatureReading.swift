import Imaging
import OpenCLRuntime

/// Copies the features of strips into whole planes or volumes in host memory, for tests and the self-test.
struct FeatureReading {
    private let layout: StripLayout
    private let arena: DeviceBuffer
    private var ring: [Float] = []
    /// One per input of the forest; (Z, Y, X), x fastest.
    private(set) var planes: [[Float]]

    /// Room for the features of `layout`.
    init(layout: StripLayout, arena: DeviceBuffer) {
        self.layout = layout
        self.arena = arena
        planes = layout.inputs.map { _ in [Float](repeating: 0, count: layout.size.pixelCount) }
    }

    /// Copies the rows of a strip, after all work given before.
    mutating func copyRows(_ strip: Range<Int>, queue: CommandQueue) throws(OpenCLError) {
        let size = layout.size
        for (index, place) in layout.inputs.enumerated() {
            // Up to the end of the last row, since nothing may lie behind its last column.
            let rows = Int(place.ring)
            let count = (rows - 1) * layout.stride + size.width
            if ring.count < count { ring = [Float](repeating: 0, count: count) }
            for z in 0..<size.depth {
                let first = Int(place.origin) + z * rows * layout.stride
                try queue.read(arena, from: first, into: &ring, at: 0, count: count)
                for y in strip {
                    let from = y % rows * layout.stride
                    let target = (z * size.height + y) * size.width
                    planes[index].replaceSubrange(target..<target + size.width, with: ring[from..<from + size.width])
                }
            }
        }
    }
}
