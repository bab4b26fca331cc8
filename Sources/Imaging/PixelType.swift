/// How one stored pixel value is represented.
package enum PixelType: String, Sendable, Hashable, Codable, CaseIterable {
    case uint8
    case uint16
    case uint32
    case float32

    /// Bytes of one pixel.
    package var byteCount: Int {
        switch self {
        case .uint8: 1
        case .uint16: 2
        case .uint32, .float32: 4
        }
    }
}
