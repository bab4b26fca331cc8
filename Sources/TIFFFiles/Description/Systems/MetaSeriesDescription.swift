import Imaging

extension DescribingSystem {
    /// MetaXpress and later MetaMorph (ImageXpress): XML of properties in the description of a single plane.
    static let metaSeries = DescribingSystem(name: "MetaSeries") { described throws(TIFFFault) in
        guard let text = described.texts.first, text.hasPrefix("<MetaData>"), described.pages.count == 1,
            let elements = try? XMLScanner.elements(of: text, named: ["prop"])
        else { return nil }
        func property(_ name: String) -> String? {
            elements.first { $0.attributes["id"] == name }?.attributes["value"]?.trimmed
        }
        var description = SystemDescription(.inOrder(.pages(1)))
        if let x = property("spatial-calibration-x").flatMap({ Double($0) }), x > 0, x.isFinite,
            property("spatial-calibration-state") != "off", let unit = property("spatial-calibration-units"),
            LengthUnit(unit) != nil
        {
            let y = property("spatial-calibration-y").flatMap { Double($0) }.flatMap {
                $0 > 0 && $0.isFinite ? $0 : nil
            }
            description.pixelSize = PixelSize(x: x, y: y ?? x, unit: unit == "um" ? "micron" : unit)
        }
        if let name = property("image-name"), !name.isEmpty {
            description.channelNames = [SystemDescription.name(name)]
        }
        if let name = property("stage-label"), !name.isEmpty { description.position = SystemDescription.name(name) }
        return description
    }
}
