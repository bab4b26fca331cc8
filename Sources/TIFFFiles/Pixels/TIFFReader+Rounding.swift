import Imaging

extension TIFFReader {
    /// What is known only of the planes that were read so far, as sentences: whether their values were rounded.
    package var lateWarnings: [String] {
        guard hasRounded else { return [] }
        return switch layout.storedType {
        case "float64"?: ["its 64-bit floats were rounded to 32-bit ones"]
        case "int64"?, "uint64"?: ["its 64-bit integers were rounded to 32-bit floats"]
        case "int32"?: ["its 32-bit integers were rounded to 32-bit floats"]
        // They are measured as they are.
        default: ["its integers above \(1 << 24) are rounded to 32-bit floats where pixels are classified"]
        }
    }
}

extension DecodedPlanes {
    /// Whether 32-bit floats, which features are computed with, do not hold every value.
    var isRoundedAsFloats: Bool {
        if isRounded { return true }
        return planes.contains { plane in
            guard case .uint32(let pixels) = plane else { return false }
            // Nearly always all are small, which a loop without branches finds out in no time.
            var bits: UInt32 = 0
            for pixel in pixels { bits |= pixel }
            guard bits >> 24 != 0 else { return false }
            return pixels.contains { $0 >> 24 >= max(1, $0 & (0 &- $0)) }
        }
    }
}
