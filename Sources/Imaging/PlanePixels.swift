/// The pixels of one plane in their stored type; row-major (Y, X), x fastest.
package enum PlanePixels: Sendable, Equatable {
    case uint8([UInt8])
    case uint16([UInt16])
    case uint32([UInt32])
    case float32([Float])

    /// The stored type.
    package var pixelType: PixelType {
        switch self {
        case .uint8: .uint8
        case .uint16: .uint16
        case .uint32: .uint32
        case .float32: .float32
        }
    }

    /// Number of pixels.
    package var count: Int {
        switch self {
        case .uint8(let pixels): pixels.count
        case .uint16(let pixels): pixels.count
        case .uint32(let pixels): pixels.count
        case .float32(let pixels): pixels.count
        }
    }

    /// Every value rounded to the nearest float32, which is what APOC computes with (spec/apoc.md, section 0).
    package var floats: [Float] {
        switch self {
        case .uint8(let pixels): pixels.map { Float($0) }
        case .uint16(let pixels): pixels.map { Float($0) }
        case .uint32(let pixels): pixels.map { Float($0) }
        case .float32(let pixels): pixels
        }
    }
}
