package import Imaging

/// The pixels of a plane or volume as they are there; what a file's type is made of them while they are compressed.
package enum PagePixels: Sendable {
    /// Values as they are; (Z, Y, X), x fastest.
    case values(PixelValues)
    /// 255 for foreground, 0 for background.
    case mask(Mask)
    /// Labels, as uint16 or uint32.
    case labels([UInt32], PixelType)
    /// A byte for each pixel: that of the table with its label.
    case ofLabels([UInt32], [UInt8])

    /// The type that they are written in.
    package var pixelType: PixelType {
        switch self {
        case .values(let values): values.pixelType
        case .mask, .ofLabels: .uint8
        case .labels(_, let type): type
        }
    }

    /// Number of pixels.
    package var count: Int {
        switch self {
        case .values(let values): values.count
        case .mask(let mask): mask.size.pixelCount
        case .labels(let labels, _), .ofLabels(let labels, _): labels.count
        }
    }
}
