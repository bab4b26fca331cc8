package import Imaging

/// The width of the numbers in label images; raw values are the words in configurations.
package enum LabelType: String, Sendable, Hashable, Codable, CaseIterable {
    /// 16 bits, and 32 for an image with more than 65,535 objects.
    case auto
    /// 16 bits always; an image with more objects fails.
    case uint16
    /// 32 bits always.
    case uint32

    /// The types to try, the first one that holds all numbers counts.
    package var pixelTypes: [PixelType] {
        switch self {
        case .auto: [.uint16, .uint32]
        case .uint16: [.uint16]
        case .uint32: [.uint32]
        }
    }
}
