extension PixelSize {
    /// The same size in micrometres; nil where the unit names no length, or a side of the pixel is none.
    ///
    /// A distance of slices that is none is left out.
    package var inMicrometres: PixelSize? {
        guard let from = LengthUnit(unit) else { return nil }
        let lengths = [x, y, z ?? 0].map { from.convert($0, to: .micrometre) }
        let isLength = lengths.map { $0 > 0 && $0.isFinite }
        guard isLength[0], isLength[1] else { return nil }
        return PixelSize(x: lengths[0], y: lengths[1], z: isLength[2] ? lengths[2] : nil, unit: "µm")
    }
}
