package import Imaging

/// The width of the numbers in label images; raw values are the words in configurations.
package enum LabelType: String, Sendable, Hashable, Codable, CaseIterable {
    /// 16 bits, and 32 for an image with more than 65,535 objects.
    case auto
    /// 16 bits always; an image with more objects fails.
    case uint16
    /// 32 bits always.
    case uint32

    /// The type that a label image begins with; only that of `auto` may widen.
    package var first: PixelType { self == .uint32 ? .uint32 : .uint16 }
}
