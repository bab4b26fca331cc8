import Imaging

extension DescribingSystem {
    /// Olympus Soft Imaging Solutions (cellSens, analySIS): text in sections names the axes, a structure the pixel size.
    static let sis = DescribingSystem(name: "Olympus SIS") { described throws(TIFFFault) in
        guard described.has(TagNumber.olympusSIS) || described.has(TagNumber.olympusText) else { return nil }
        let axes = OlympusText(described.text(TagNumber.olympusText, atMost: 1 << 20)).axes
        var description: SystemDescription
        if let axes {
            let samples = described.pages.first?.samples ?? 1
            // The colours of a page may be listed as bands.
            let isOfSamples = samples > 1 && axes.contains { $0.letter == "C" && $0.extent == samples }
            description = SystemDescription(axes: isOfSamples ? axes.filter { $0.letter != "C" } : axes)
        } else {
            description = SystemDescription(described.pages.count > 1 ? .unknown : .inOrder(.pages(1)))
        }
        description.pixelSize = pixelSize(described)
        return description
    }

    private static func pixelSize(_ described: DescribedFile) -> PixelSize? {
        // Little-endian, whatever the file is.
        guard !described.header.isBigEndian, let structure = described.structure(TagNumber.olympusSIS),
            structure.bytes(0, 4) == Array("SIS0".utf8), let count = structure.uint16(58), count <= 1000
        else { return nil }
        for index in 0..<count where structure.uint16(60 + index * 8) == 1 {
            guard let offset = structure.uint32(64 + index * 8), let part = described.structure(at: offset),
                let exponent = part.int16(10), (-12...3).contains(exponent), let x = part.double(12),
                let y = part.double(20), x > 0, y > 0
            else { continue }
            // The exponent is that of metres.
            let power = (0..<abs(exponent + 6)).reduce(1.0) { power, _ in power * 10 }
            let (width, height) = exponent < -6 ? (x / power, y / power) : (x * power, y * power)
            guard width.isFinite, height.isFinite else { continue }
            return PixelSize(x: width, y: height, unit: "micron")
        }
        return nil
    }
}

/// Lines of `key=value` under `[section]`.
private struct OlympusText {
    /// The axes of the section Dimension, slowest first; nil where there is none.
    private(set) var axes: [(letter: Character, extent: Int)]?

    init(_ text: String) {
        var section = ""
        for line in text.split(maxSplits: 100_000, whereSeparator: \.isNewline).map(\.trimmed) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast())
                if section == "Dimension" { axes = [] }
            } else if section == "Dimension", let mark = line.firstIndex(of: "="),
                let extent = Int(line[line.index(after: mark)...].trimmed), let first = line.first
            {
                let name = line[..<mark].trimmed
                let letter = first.uppercased()
                axes?.append((name == "Band" ? "C" : letter.count == 1 ? Character(letter) : "Q", extent))
            }
        }
    }
}
