import Imaging

/// The pixel size of an image, from resolution tags and descriptions.
enum Calibration {
    /// 20 µm is 1270 dpi: scanners and printers lie above, microscopes below.
    private static let largest = 20.0

    /// From the resolution tags alone; nil for what is no microscope's pixel, like the 72 dpi that programs fill in.
    static func plain(_ tags: PageTags) -> PixelSize? {
        // Where the file names no unit, TIFF says that it is the inch.
        guard let unit = unit(tags.resolutionUnit ?? 2), let x = tags.resolution.x, let y = tags.resolution.y else {
            return nil
        }
        let one = unit.convert(1, to: .micrometre)
        let size = PixelSize(x: one / x, y: one / y, unit: "micron")
        return max(size.x, size.y) < largest ? size : nil
    }

    /// With ImageJ's unit and slice distance; the resolution tags count pixels per that unit, unless they name another.
    static func imageJ(
        _ description: ImageJDescription,
        _ tags: PageTags,
        _ warnings: inout [String]
    ) -> PixelSize? {
        guard let text = description.unit, let x = tags.resolution.x, let y = tags.resolution.y else {
            return plain(tags)
        }
        let spacing = length(description.spacing, of: description.depthUnit, in: text, "slice distance", &warnings)
        guard let height = length(1 / y, of: description.heightUnit, in: text, "pixel height", &warnings) else {
            return plain(tags)
        }
        let described = PixelSize(x: 1 / x, y: height, z: spacing, unit: text)
        guard let tagged = tags.resolutionUnit.flatMap(unit), tagged != LengthUnit(text) else { return described }
        // Old writers left the inch there whatever they meant: it counts where it makes a microscope's pixel.
        if tagged == .inch, plain(tags) == nil { return described }
        let found = "its resolution counts pixels per \(tagged.rawValue), where its description has the unit \(text)"
        guard let unit = LengthUnit(text) else {
            warnings.append("\(found), which is not known: the pixel size is in µm, the slice distance is left out")
            let one = tagged.convert(1, to: .micrometre)
            return PixelSize(x: one / x, y: one / y, unit: "micron")
        }
        let one = tagged.convert(1, to: unit)
        let size = PixelSize(x: one / x, y: one / y, z: spacing, unit: text)
        warnings.append("\(found): the resolution was believed, the pixel width is \(size.x) \(text)")
        return size
    }

    /// `value`, which has the unit `other` where there is one, in `unit`; nil, and said, where that cannot be told.
    private static func length(
        _ value: Double?,
        of other: String?,
        in unit: String,
        _ name: String,
        _ warnings: inout [String]
    ) -> Double? {
        guard let value, let other, other != unit else { return value }
        guard let from = LengthUnit(other), let to = LengthUnit(unit) else {
            warnings.append("its \(name) is in \(other), its pixel width in \(unit): the \(name) is left out")
            return nil
        }
        let length = from == to ? value : from.convert(value, to: to)
        return length.isFinite ? length : nil
    }

    /// From the attributes of OME's `Pixels`: every length has a unit of its own, the micrometre where none is written.
    ///
    /// All are given in the unit of x. Nil when x and y are not known.
    static func ome(_ pixels: [String: String], _ warnings: inout [String]) -> PixelSize? {
        var lengths: [String: (value: Double, unit: LengthUnit, text: String)] = [:]
        var isUnknown: Set<String> = []
        for axis in ["X", "Y", "Z"] {
            let key = "PhysicalSize\(axis)"
            guard let written = pixels[key]?.trimmed, !written.isEmpty else { continue }
            guard let value = Double(written), value > 0, value.isFinite else {
                // Writers put 0 where they know nothing.
                if Double(written) != 0 {
                    warnings.append("its \(key) is \(written), which is no size, and is left out")
                }
                continue
            }
            let unit = pixels[key + "Unit"]?.trimmed ?? ""
            let text = unit.isEmpty ? "µm" : unit
            if let unit = LengthUnit(text) {
                lengths[axis] = (value, unit, text)
            } else {
                isUnknown.insert(axis)
                warnings.append("its \(key) is in the unit \(text), which is not known as a length, and is left out")
            }
        }
        guard isUnknown.isDisjoint(with: ["X", "Y"]), let first = lengths["X"] ?? lengths["Y"] else { return nil }
        func length(_ axis: String) -> Double? {
            lengths[axis].map { $0.unit == first.unit ? $0.value : $0.unit.convert($0.value, to: first.unit) }
                .flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        }
        if lengths["X"] == nil || lengths["Y"] == nil {
            warnings.append("its description gives one side of its pixels; they are taken as square")
        }
        return PixelSize(
            x: length("X") ?? first.value,
            y: length("Y") ?? first.value,
            z: length("Z"),
            unit: first.text
        )
    }

    /// The unit of the tag ResolutionUnit.
    private static func unit(_ code: Int) -> LengthUnit? {
        switch code {
        case 2: .inch
        case 3: .centimetre
        // Not of the specification, but some writers have them.
        case 4: .millimetre
        case 5: .micrometre
        default: nil
        }
    }
}
