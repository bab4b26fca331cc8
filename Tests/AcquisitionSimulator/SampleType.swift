/// The pixel types the camera can write.
enum SampleType: String, CaseIterable {
    /// Grey values divided by 12, for images with 256 levels.
    case uint8
    /// Grey values as they are; the demo's classifier was trained on these.
    case uint16
    /// Grey values divided by 1000.
    case float32

    /// Bytes of one sample.
    var size: Int {
        switch self {
        case .uint8: 1
        case .uint16: 2
        case .float32: 4
        }
    }

    /// The TIFF SampleFormat: 1 is unsigned, 3 floating point.
    var sampleFormat: Int { self == .float32 ? 3 : 1 }

    /// Samples in little-endian order.
    func bytes(of values: [Double]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * size)
        for value in values {
            switch self {
            case .uint8:
                bytes.append(UInt8(min(max((value / 12).rounded(), 0), 255)))
            case .uint16:
                let sample = UInt16(min(max(value.rounded(), 0), 65_535))
                bytes.append(UInt8(truncatingIfNeeded: sample))
                bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
            case .float32:
                let sample = Float(value / 1_000).bitPattern
                for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: sample >> shift)) }
            }
        }
        return bytes
    }
}
