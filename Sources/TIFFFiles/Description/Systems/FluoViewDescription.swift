import Imaging

extension DescribingSystem {
    /// Olympus FluoView 300 and 500: a structure with the name, extent and step of each axis, fastest first.
    static let fluoView = DescribingSystem(name: "FluoView") { described throws(TIFFFault) in
        guard described.has(TagNumber.fluoViewStamp) || described.has(TagNumber.fluoViewHeader) else { return nil }
        guard let header = described.structure(TagNumber.fluoViewHeader) else { return SystemDescription(.unknown) }
        // 16 bytes of name, extent, origin, step, 64 bytes of unit.
        let dimensions = (0..<10).compactMap { index -> Dimension? in
            let start = 284 + index * 100
            guard let name = header.text(start, 16), let extent = header.int32(start + 16) else { return nil }
            return Dimension(
                name: name.trimmed.uppercased(),
                extent: extent,
                step: header.double(start + 28),
                unit: (header.text(start + 36, 64) ?? "").trimmed
            )
        }
        let used = dimensions.filter { !$0.name.isEmpty && $0.extent > 1 && !["X", "Y"].contains($0.name) }
        var description = SystemDescription(axes: used.reversed().map { ($0.letter, $0.extent) })
        func length(_ name: String) -> (value: Double, unit: LengthUnit)? {
            guard let dimension = dimensions.first(where: { $0.name == name }), let step = dimension.step,
                step != 0, let unit = LengthUnit(dimension.unit)
            else { return nil }
            return (abs(step), unit)
        }
        if let x = length("X"), let y = length("Y") {
            let z = length("Z").map { $0.unit.convert($0.value, to: x.unit) }
            description.pixelSize = PixelSize(
                x: x.value,
                y: y.unit.convert(y.value, to: x.unit),
                z: z,
                unit: x.unit == .micrometre ? "micron" : x.unit.rawValue
            )
        }
        if let time = dimensions.first(where: { $0.letter == "T" && $0.extent > 1 }), let step = time.step, step > 0,
            let seconds = TimeUnit.seconds(time.unit.isEmpty ? "s" : time.unit)
        {
            description.frameInterval = step * seconds
        }
        return description
    }

    private struct Dimension {
        var name: String
        var extent: Int
        var step: Double?
        var unit: String

        /// The letter by which tifffile calls the axis.
        var letter: Character {
            switch name {
            case "Z": "Z"
            case "T", "TIME": "T"
            case "CH", "WAVELENGTH": "C"
            case "XY": "R"
            case "EVENT": "V"
            case "EXPOSURE": "L"
            default: "Q"
            }
        }
    }
}
