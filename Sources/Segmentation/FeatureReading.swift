import Imaging
import OpenCLRuntime

/// Copies the features of strips into whole planes or volumes in host memory, for tests and the self-test.
struct FeatureReading {
    private let layout: StripLayout
    private let arena: DeviceBuffer
    /// One per input of the forest; (Z, Y, X), x fastest.
    private(set) var planes: [[Float]]

    /// Room for the features of `layout`.
    init(layout: StripLayout, arena: DeviceBuffer) {
        self.layout = layout
        self.arena = arena
        planes = layout.inputs.map { _ in [Float](repeating: 0, count: layout.size.pixelCount) }
    }

    /// Copies the rows of a strip, after all work given before.
    mutating func take(_ strip: Range<Int>, queue: CommandQueue) throws(OpenCLError) {
        let size = layout.size
        for (index, place) in layout.inputs.enumerated() {
            for z in 0..<size.depth {
                for y in strip {
                    let line = z * Int(place.ring) + y % Int(place.ring)
                    let first = Int(place.origin) + line * layout.stride
                    let target = (z * size.height + y) * size.width
                    try queue.read(arena, from: first, into: &planes[index], at: target, count: size.width)
                }
            }
        }
    }
}
