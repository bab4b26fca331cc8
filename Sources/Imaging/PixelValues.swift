/// The pixels of one plane or volume in their stored type; (Z, Y, X), x fastest.
package enum PixelValues: Sendable, Equatable {
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

    /// Adds the next slice of a volume.
    ///
    /// - Precondition: `slice` has the same pixel type.
    package mutating func append(_ slice: PixelValues) {
        switch (self, slice) {
        case (.uint8(var pixels), .uint8(let more)):
            self = .uint8([])
            pixels += more
            self = .uint8(pixels)
        case (.uint16(var pixels), .uint16(let more)):
            self = .uint16([])
            pixels += more
            self = .uint16(pixels)
        case (.uint32(var pixels), .uint32(let more)):
            self = .uint32([])
            pixels += more
            self = .uint32(pixels)
        case (.float32(var pixels), .float32(let more)):
            self = .float32([])
            pixels += more
            self = .float32(pixels)
        default: preconditionFailure("slices of one volume have one pixel type")
        }
    }

    /// The pixels of `range`, counted in the order in which they are stored.
    package subscript(range: Range<Int>) -> PixelValues {
        switch self {
        case .uint8(let pixels): .uint8(Array(pixels[range]))
        case .uint16(let pixels): .uint16(Array(pixels[range]))
        case .uint32(let pixels): .uint32(Array(pixels[range]))
        case .float32(let pixels): .float32(Array(pixels[range]))
        }
    }

    /// Whether some pixel is NaN, infinite or -0, or so large or so near to 0 that features, which are products of at most
    /// three pixels, may become so.
    package var haveSpecialValues: Bool {
        guard case .float32(let pixels) = self else { return false }
        let least = Float(sign: .plus, exponent: -64, significand: 1).bitPattern
        let most = Float(sign: .plus, exponent: 36, significand: 1).bitPattern
        // No early exit: a loop without branches is vectorised.
        var special: UInt32 = 0
        for pixel in pixels {
            let bits = pixel.bitPattern
            special |= bits != 0 && (bits & 0x7fff_ffff) &- least > most - least ? 1 : 0
        }
        return special != 0
    }

    /// Every value rounded to the nearest float32, which is what APOC computes with.
    package var floats: [Float] {
        switch self {
        case .uint8(let pixels): pixels.map { Float($0) }
        case .uint16(let pixels): pixels.map { Float($0) }
        case .uint32(let pixels): pixels.map { Float($0) }
        case .float32(let pixels): pixels
        }
    }
}
