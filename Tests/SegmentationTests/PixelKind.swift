import Imaging

/// What the pixels of a test image are like.
enum PixelKind: CaseIterable, Sendable {
    case uint8
    case uint16
    case uint32
    /// Of both signs and moderate magnitudes.
    case float32
    /// Bytes from 0 to 3, so that neighbours are equal more often than not.
    case fewBytes
    /// Small floats, many of them zeros of either sign.
    case signedZeros
    /// Any finite float, denormal ones and the largest included, so that sums overflow.
    case allMagnitudes
    /// An infinity of either sign here and there.
    case infinities
    /// A NaN here and there.
    case notANumber
}

extension PixelKind {
    /// Whether devices get the pixels whatever the features are.
    var isOrdinary: Bool {
        switch self {
        case .uint8, .uint16, .uint32, .float32, .fewBytes: true
        case .signedZeros, .allMagnitudes, .infinities, .notANumber: false
        }
    }
}

extension RandomData {
    /// An image of pixels of `kind`.
    mutating func image(_ size: ImageSize, of kind: PixelKind) -> PixelValues {
        switch kind {
        case .uint8: plane(size, .uint8)
        case .uint16: plane(size, .uint16)
        case .uint32: plane(size, .uint32)
        case .float32: plane(size, .float32)
        case .fewBytes: .uint8((0..<size.pixelCount).map { _ in UInt8.random(in: 0...3, using: &self) })
        case .signedZeros: floats(size, [0, -0.0, 0.5, -1, 1], insteadOf: 1)
        case .allMagnitudes:
            .float32(
                (0..<size.pixelCount).map { _ in
                    let float = Float(bitPattern: UInt32.random(in: 0 ... .max, using: &self))
                    return float.isFinite ? float : .leastNonzeroMagnitude
                }
            )
        case .infinities: floats(size, [.infinity, -.infinity], insteadOf: 0.05)
        case .notANumber: floats(size, [.nan, -.nan], insteadOf: 0.05)
        }
    }

    /// Numbers around 0, a `share` of them replaced by one of `special`.
    private mutating func floats(_ size: ImageSize, _ special: [Float], insteadOf share: Double) -> PixelValues {
        .float32(
            (0..<size.pixelCount).map { _ in
                let isSpecial = Double.random(in: 0..<1, using: &self) < share
                return isSpecial
                    ? special[Int.random(in: special.indices, using: &self)]
                    : Float.random(in: -300...300, using: &self)
            }
        )
    }
}
