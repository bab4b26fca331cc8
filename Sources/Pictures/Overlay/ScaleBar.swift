package import Imaging

/// A bar of a round length: 1, 2 or 5, and zeros.
package struct ScaleBar: Equatable {
    /// Pixels of the picture.
    package let pixels: Int
    /// The length with its unit: `20 µm`.
    package let text: String

    /// The longest bar that takes at most a quarter of `width`; nil where the size of a pixel, along x, is not known.
    ///
    /// - Parameter factor: pixels of the picture for one of the image.
    package init?(_ pixelSize: PixelSize?, factor: Double, width: Int) {
        guard let pixelSize, pixelSize.x > 0, pixelSize.x.isFinite, factor > 0, !pixelSize.unit.isEmpty else {
            return nil
        }
        let most = Double(width) / 4 / factor * pixelSize.x
        guard most > 1e-9, most < 1e12 else { return nil }
        var power = 1e-9
        while power * 10 <= most * (1 + 1e-9) { power *= 10 }
        let length = [5, 2, 1].map { $0 * power }.first { $0 <= most * (1 + 1e-9) } ?? power
        pixels = Int((length / pixelSize.x * factor).rounded())
        guard pixels >= 4 else { return nil }
        text = Self.text(length, Self.symbol(of: pixelSize.unit))
    }

    /// The sign of a unit that files write out in many ways.
    static func symbol(of unit: String) -> String {
        switch unit.lowercased() {
        case "micron", "microns", "um", "µm", "\u{3BC}m", "micrometer", "micrometre": "µm"
        default: unit
        }
    }

    private static func text(_ length: Double, _ unit: String) -> String {
        if unit == "µm", length > 999 { return NumberText.value((length / 1000 * 1e6).rounded() / 1e6) + " mm" }
        if unit == "µm", length < 0.999 { return NumberText.value((length * 1000 * 1e6).rounded() / 1e6) + " nm" }
        return NumberText.value((length * 1e9).rounded() / 1e9) + " " + unit
    }
}
